import { CANDIDATE } from './dialect.ts';
import type { Arrival, CallNames, Dialect } from './dialect.ts';

const ARRIVALS: Readonly<Record<string, Arrival>> = {
  registered: 'open',
  invite: 'ring',
  accept: 'accepted',
  candidate: 'candidate',
  'hang-up': 'over',
};

function say(type: string, to: string, { callId }: CallNames, rest: object = {}): string {
  return JSON.stringify({ type, to, callId, ...rest });
}

/** The bare relay's: what Parley's frames would be if nobody checked or answered them. */
export function createRelayDialect(): Dialect {
  return {
    address: (origin) => ({ url: origin, headers: {} }),
    greeting: ({ id }) => JSON.stringify({ type: 'register', id }),
    invite: (call) => say('invite', call.calleeId, call, { kind: 'audio' }),
    accept: (call) => say('accept', call.callerId, call),
    candidate: (call, from) =>
      say('candidate', from === 'caller' ? call.calleeId : call.callerId, call, { candidate: CANDIDATE }),
    hangUp: (call) => say('hang-up', call.calleeId, call),
    read: (text) => {
      // Trust border: these are the load generator's own frames, back from the relay.
      const { type } = JSON.parse(text) as { type: string };
      return ARRIVALS[type] ?? 'none';
    },
    oversPerCall: 1,
  };
}
