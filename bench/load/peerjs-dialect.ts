import { CANDIDATE } from './dialect.ts';
import type { Arrival, CallNames, Dialect } from './dialect.ts';

const ARRIVALS: Readonly<Record<string, Arrival>> = {
  OPEN: 'open',
  OFFER: 'ring',
  ANSWER: 'accepted',
  CANDIDATE: 'candidate',
  LEAVE: 'over',
};

interface PeerjsFrame {
  type: string;
  payload?: { msg?: string };
}

function say(type: string, dst: string, { callId }: CallNames, rest: object = {}): string {
  return JSON.stringify({ type, dst, payload: { connectionId: callId, type: 'media', ...rest } });
}

/** PeerJS's. It has no ringing: an OFFER is the invite, the ANSWER the accept, a LEAVE the hang-up. */
export function createPeerjsDialect(): Dialect {
  return {
    address: (origin, { id }) => ({ url: `${origin}/peerjs?key=peerjs&id=${id}&token=${id}`, headers: {} }),
    greeting: () => undefined,
    invite: (call) => say('OFFER', call.calleeId, call),
    accept: (call) => say('ANSWER', call.callerId, call),
    candidate: (call, from) =>
      say('CANDIDATE', from === 'caller' ? call.calleeId : call.callerId, call, { candidate: CANDIDATE }),
    hangUp: (call) => say('LEAVE', call.calleeId, call),
    read: (text) => {
      // Trust border: PeerJS's server, started by the bench.
      const { type, payload } = JSON.parse(text) as PeerjsFrame;
      if (type === 'ERROR' || type === 'ID-TAKEN')
        throw new Error(`PeerJS's server refused: ${payload?.msg ?? type}`);
      return ARRIVALS[type] ?? 'none';
    },
    oversPerCall: 1,
  };
}
