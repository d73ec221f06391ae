import { randomUUID } from 'node:crypto';
import { AccountId, CallId, DeviceId, DownFrame, PROTOCOL_VERSION } from '@parley/protocol';
import type { Hello, Up, UpType } from '@parley/protocol';
import { CANDIDATE } from './dialect.ts';
import type { Arrival, Dialect } from './dialect.ts';

/** So many of the first frames are held against their schema; checking all would measure the checking. */
const FRAMES_CHECKED = 2_000;

function arrivalOf(frame: DownFrame): Arrival {
  switch (frame.type) {
    case 'welcome':
      return 'open';
    case 'call.ringing':
      return 'ring';
    case 'call.accepted':
      return 'accepted';
    case 'call.signalled':
      return 'candidate';
    case 'call.ended':
      return 'over';
    case 'error':
      throw new Error(`Parley refused: ${JSON.stringify(frame)}`);
    case 'ok':
    case 'call.offered':
    case 'call.peer-gone':
    case 'message.created':
    case 'conversation.changed':
    case 'conversation.read':
    case 'typing.changed':
    case 'account.changed':
    case 'feature.changed':
      return 'none';
  }
}

/** Parley's, with the session's cookie as a browser sends it. */
export function createParleyDialect(): Dialect {
  let ref = 0;
  let unchecked = FRAMES_CHECKED;
  const say = <T extends UpType>(frame: Omit<Up<T>, 'ref'>): string =>
    JSON.stringify({ ...frame, ref: (ref += 1) });
  return {
    address: (origin, { token }) => ({ url: `${origin}/ws`, headers: { cookie: `__Host-parley=${token}` } }),
    greeting: () => {
      const hello: Hello = {
        type: 'hello',
        version: PROTOCOL_VERSION,
        deviceId: DeviceId.parse(randomUUID()),
        platform: 'web',
      };
      return JSON.stringify(hello);
    },
    invite: ({ callId, calleeId }) =>
      say<'call.invite'>({
        type: 'call.invite',
        callId: CallId.parse(callId),
        calleeId: AccountId.parse(calleeId),
        kind: 'audio',
      }),
    accept: ({ callId }) => say<'call.accept'>({ type: 'call.accept', callId: CallId.parse(callId) }),
    candidate: ({ callId }) =>
      say<'call.signal'>({
        type: 'call.signal',
        callId: CallId.parse(callId),
        // What repeats or is missing is the receiving device's affair; the server passes on what comes.
        run: 1,
        seq: 1,
        signal: { kind: 'candidates', connection: 1, negotiation: 1, candidates: [CANDIDATE] },
      }),
    hangUp: ({ callId }) =>
      say<'call.hang-up'>({ type: 'call.hang-up', callId: CallId.parse(callId), because: 'completed' }),
    read: (text) => {
      const frame: unknown = JSON.parse(text);
      if (unchecked > 0) {
        unchecked -= 1;
        return arrivalOf(DownFrame.parse(frame));
      }
      // Trust border: the same server has just sent thousands of frames that did match.
      return arrivalOf(frame as DownFrame);
    },
    // call.ended goes to the devices of both.
    oversPerCall: 2,
  };
}
