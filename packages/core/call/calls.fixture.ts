import type { AccountId, CallId, ConversationId, DeviceId } from '@parley/protocol';
import type { Accepted, Ended, Party, Ringing, ServerCall } from './lifecycle.ts';

// Core never looks into an id, so tests may name them; the casts are the border where names become ids.
export const accountId = (name: string): AccountId => name as AccountId;
export const deviceId = (name: string): DeviceId => name as DeviceId;
export const callId = (name: string): CallId => name as CallId;
const conversationId = 'alice & bob' as ConversationId;

const party = (account: string, device: string): Party => ({
  accountId: accountId(account),
  deviceId: deviceId(device),
});

/** Alice calls from her laptop; Bob answers on his phone. */
export const PARTIES = {
  placing: party('alice', 'alice-laptop'),
  callerOther: party('alice', 'alice-phone'),
  answering: party('bob', 'bob-phone'),
  calleeOther: party('bob', 'bob-tablet'),
  stranger: party('eve', 'eve-laptop'),
} as const;

export type Who = keyof typeof PARTIES;
export const EVERYBODY: readonly Who[] = ['placing', 'callerOther', 'answering', 'calleeOther', 'stranger'];

export const PLACED_AT_MS = 1_000_000;
export const RING_EXPIRES_AT_MS = PLACED_AT_MS + 45_000;
export const ACCEPTED_AT_MS = PLACED_AT_MS + 5_000;
export const ENDED_AT_MS = ACCEPTED_AT_MS + 60_000;

const base = {
  id: callId('call-1'),
  conversationId,
  kind: 'video',
  callerId: PARTIES.placing.accountId,
  calleeId: PARTIES.answering.accountId,
  callerDeviceId: PARTIES.placing.deviceId,
  route: 'direct',
  preconnect: 'none',
  createdAtMs: PLACED_AT_MS,
} as const;

export const RINGING: Ringing = {
  ...base,
  version: 1,
  state: 'ringing',
  ringExpiresAtMs: RING_EXPIRES_AT_MS,
};

export const ACCEPTED: Accepted = {
  ...base,
  version: 2,
  state: 'accepted',
  calleeDeviceId: PARTIES.answering.deviceId,
  acceptedAtMs: ACCEPTED_AT_MS,
};

/** Ended after it was answered. */
export const ENDED: Ended = {
  ...base,
  version: 3,
  state: 'ended',
  calleeDeviceId: PARTIES.answering.deviceId,
  acceptedAtMs: ACCEPTED_AT_MS,
  endedAtMs: ENDED_AT_MS,
  outcome: 'completed',
};

export const CALLS: Record<ServerCall['state'], ServerCall> = {
  ringing: RINGING,
  accepted: ACCEPTED,
  ended: ENDED,
};
