import type { AcceptedCall, EndedCall, RingingCall } from '@parley/protocol';
import { ACCEPTED, ACCEPTED_AT_MS, ENDED, ENDED_AT_MS, PARTIES, RINGING } from './calls.fixture.ts';
import type { Accepted, Ended, Ringing, ServerCall } from './lifecycle.ts';
import type { CallSession, SessionEffect } from './session-state.ts';

/** What a server sends of a call (packages/protocol/call.ts). */
export function toWire(call: Ringing): RingingCall;
export function toWire(call: Accepted): AcceptedCall;
export function toWire(call: Ended): EndedCall;
export function toWire(call: ServerCall): RingingCall | AcceptedCall | EndedCall;
export function toWire(call: ServerCall): RingingCall | AcceptedCall | EndedCall {
  const { id, conversationId, kind, callerId, calleeId, route, preconnect, version, createdAtMs } = call;
  const shared = { id, conversationId, kind, callerId, calleeId, route, preconnect, version, createdAtMs };
  switch (call.state) {
    case 'ringing':
      return { ...shared, state: 'ringing', ringExpiresAtMs: call.ringExpiresAtMs };
    case 'accepted': {
      const { acceptedAtMs, callerDeviceId, calleeDeviceId } = call;
      return { ...shared, state: 'accepted', acceptedAtMs, callerDeviceId, calleeDeviceId };
    }
    case 'ended': {
      const { acceptedAtMs, endedAtMs, outcome } = call;
      return { ...shared, state: 'ended', acceptedAtMs, endedAtMs, outcome };
    }
  }
}

const base = { callId: RINGING.id, kind: 'video', route: 'direct', preconnect: 'none' } as const;
const atCaller = { ...base, peerId: RINGING.calleeId, direction: 'outgoing' } as const;
const atCallee = { ...base, peerId: RINGING.callerId, direction: 'incoming' } as const;
const over = { elsewhere: false, durationMs: 0, refused: null } as const;
const { acceptedAtMs } = ACCEPTED;
const { ringExpiresAtMs } = RINGING;

/** One session for each phase that behaves differently, as the fixtures' caller or callee device has it. */
export const SESSIONS = {
  dialing: {
    ...atCaller,
    route: null,
    version: 0,
    phase: 'dialing',
    giveUpAtMs: RINGING.createdAtMs + 15_000,
  },
  ringing: { ...atCaller, version: 1, phase: 'ringing', ringExpiresAtMs },
  provisional: {
    ...atCaller,
    preconnect: 'path',
    version: 1,
    phase: 'provisional',
    remoteDeviceId: PARTIES.answering.deviceId,
    giveUpAtMs: ringExpiresAtMs + 2_000,
    acceptedAtMs,
    connectedAtMs: acceptedAtMs + 100,
  },
  incoming: { ...atCallee, version: 1, phase: 'incoming', ringExpiresAtMs, early: null },
  preconnected: {
    ...atCallee,
    preconnect: 'path',
    version: 1,
    phase: 'incoming',
    ringExpiresAtMs,
    early: PARTIES.placing.deviceId,
  },
  answering: {
    ...atCallee,
    version: 1,
    phase: 'answering',
    giveUpAtMs: ringExpiresAtMs + 2_000,
    early: null,
  },
  moving: { ...atCallee, version: 1, phase: 'moving', giveUpAtMs: acceptedAtMs + 15_000 },
  connecting: {
    ...atCallee,
    version: 2,
    phase: 'connecting',
    remoteDeviceId: PARTIES.placing.deviceId,
    acceptedAtMs,
    giveUpAtMs: acceptedAtMs + 20_000,
  },
  connected: {
    ...atCallee,
    version: 2,
    phase: 'connected',
    remoteDeviceId: PARTIES.placing.deviceId,
    acceptedAtMs,
    connectedAtMs: acceptedAtMs + 500,
    giveUpAtMs: null,
    peerAway: false,
  },
  reconnecting: {
    ...atCallee,
    version: 2,
    phase: 'connected',
    remoteDeviceId: PARTIES.placing.deviceId,
    acceptedAtMs,
    connectedAtMs: acceptedAtMs + 500,
    giveUpAtMs: acceptedAtMs + 50_000,
    peerAway: false,
  },
  away: {
    ...atCallee,
    version: 2,
    phase: 'connected',
    remoteDeviceId: PARTIES.placing.deviceId,
    acceptedAtMs,
    connectedAtMs: acceptedAtMs + 500,
    giveUpAtMs: acceptedAtMs + 11_000,
    peerAway: true,
  },
  cancelling: {
    ...atCaller,
    ...over,
    version: 1,
    phase: 'ended',
    outcome: 'cancelled',
    leaving: 'call.cancel',
  },
  declining: {
    ...atCallee,
    ...over,
    version: 1,
    phase: 'ended',
    outcome: 'declined',
    leaving: 'call.decline',
  },
  hangingUp: {
    ...atCallee,
    ...over,
    version: 2,
    phase: 'ended',
    outcome: 'completed',
    leaving: 'call.hang-up',
  },
  gaveUp: {
    ...atCaller,
    route: null,
    ...over,
    version: 0,
    phase: 'ended',
    outcome: 'failed',
    refused: 'call_unavailable',
    leaving: null,
  },
  ended: { ...atCallee, ...over, version: 3, phase: 'ended', outcome: 'completed', leaving: null },
} as const satisfies Record<string, CallSession>;

export type SessionName = keyof typeof SESSIONS;

/** A session in a line: `connected until 1055000`, `ended completed elsewhere, leaving call.hang-up`. */
export function describeSession(session: CallSession): string {
  if (session.phase === 'connected') {
    if (session.peerAway) return 'away';
    return session.giveUpAtMs === null ? 'connected' : 'reconnecting';
  }
  if ('early' in session && session.early !== null) return `${session.phase}, preconnected`;
  if (session.phase !== 'ended') return session.phase;
  const { outcome, elsewhere, refused, leaving } = session;
  const words = [outcome, elsewhere ? 'elsewhere' : '', refused === null ? '' : `(${refused})`];
  return `ended ${words.filter((word) => word !== '').join(' ')}${leaving === null ? '' : `, ${leaving}`}`;
}

/** An effect in a few words: `openMedia`, `send call.accept`, `connect offer`, `connect answer, fresh`. */
export function describeEffect(effect: SessionEffect): string {
  switch (effect.type) {
    case 'send':
      return `send ${effect.frame}${effect.because === 'failed' ? ' (failed)' : ''}${effect.busy ? ' (busy)' : ''}`;
    case 'preconnect':
      return `preconnect ${effect.remoteDeviceId}`;
    case 'connect': {
      const how = [effect.fresh ? ', fresh' : '', effect.provisional ? ', provisional' : ''];
      return `connect ${effect.role}${how.join('')}`;
    }
    case 'closeMedia':
      return effect.tellPeer ? 'closeMedia, tell' : 'closeMedia';
    case 'tellAccept':
    case 'openMedia':
    case 'adoptMedia':
      return effect.type;
  }
}

/** The server's word in each state, as the devices of the fixtures hear it. */
export const WORDS = {
  ringing: toWire(RINGING),
  accepted: toWire(ACCEPTED),
  /** Taken over by another device of the caller's, of the callee's. */
  callerMoved: toWire({ ...ACCEPTED, version: 3, callerDeviceId: PARTIES.callerOther.deviceId }),
  calleeMoved: toWire({ ...ACCEPTED, version: 3, calleeDeviceId: PARTIES.calleeOther.deviceId }),
  ended: toWire(ENDED),
  declined: toWire({ ...ENDED, version: 2, acceptedAtMs: null, calleeDeviceId: null, outcome: 'declined' }),
  missed: toWire({ ...ENDED, version: 2, acceptedAtMs: null, calleeDeviceId: null, outcome: 'missed' }),
};

/** While everything of the fixtures' sessions is still in time. */
export const SOON_MS = ACCEPTED_AT_MS + 1_000;
/** When every deadline of theirs has passed. */
export const LATE_MS = ENDED_AT_MS + 60_000;
