import type { Call, ReasonCode } from '@parley/protocol';
import { callId, deviceId, PARTIES } from './calls.fixture.ts';
import { SESSIONS, type SessionName, WORDS } from './session.fixture.ts';
import type { CallSession, SessionEvent } from './session-state.ts';

/** The server's word, as an event. */
export const told = (call: Call): SessionEvent => ({ type: 'told', call });
const refused = (
  frame: Extract<SessionEvent, { type: 'refused' }>['frame'],
  code: ReasonCode,
): SessionEvent => ({
  type: 'refused',
  frame,
  code,
});
const elsewhere = { callerDeviceId: deviceId('another'), calleeDeviceId: deviceId('yet-another') };

/** One event of each kind that makes a difference somewhere. */
export const EVENTS = {
  accept: { type: 'accept' },
  decline: { type: 'decline' },
  cancel: { type: 'cancel' },
  hangUp: { type: 'hangUp' },
  'told ringing': told(WORDS.ringing),
  'told accepted': told(WORDS.accepted),
  'told accepted elsewhere': told({ ...WORDS.accepted, ...elsewhere }),
  'told the caller has moved': told(WORDS.callerMoved),
  'told the callee has moved': told(WORDS.calleeMoved),
  'told declined': told(WORDS.declined),
  'told missed': told(WORDS.missed),
  'told completed': told(WORDS.ended),
  'told of another call': told({ ...WORDS.ended, id: callId('call-2'), version: 99 }),
  'invite refused': refused('call.invite', 'call_unavailable'),
  'accept refused: answered_elsewhere': refused('call.accept', 'answered_elsewhere'),
  'accept refused: call_over': refused('call.accept', 'call_over'),
  'cancel refused: wrong_state': refused('call.cancel', 'wrong_state'),
  'cancel refused: not_found': refused('call.cancel', 'not_found'),
  'decline refused: answered_elsewhere': refused('call.decline', 'answered_elsewhere'),
  'hang-up refused: wrong_state': refused('call.hang-up', 'wrong_state'),
  'hang-up refused: not_found': refused('call.hang-up', 'not_found'),
  'move refused: answered_elsewhere': refused('call.move', 'answered_elsewhere'),
  'move refused: call_over': refused('call.move', 'call_over'),
  notListed: { type: 'notListed' },
  preconnectOffered: { type: 'preconnectOffered', from: PARTIES.placing.deviceId },
  peerAccepted: { type: 'peerAccepted', deviceId: PARTIES.answering.deviceId },
  mediaConnected: { type: 'mediaConnected' },
  mediaLost: { type: 'mediaLost' },
  mediaFailed: { type: 'mediaFailed' },
  peerHungUp: { type: 'peerHungUp' },
  peerAway: { type: 'peerAway' },
  peerBack: { type: 'peerBack' },
  'deadline, early': { type: 'deadline' },
  deadline: { type: 'deadline' },
} as const satisfies Record<string, SessionEvent>;

export type EventName = keyof typeof EVENTS;
// `Object.keys` loses the key type; both are literals.
export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];
export const SESSION_NAMES = Object.keys(SESSIONS) as SessionName[];
/** The device that a fixture's session is on. */
export const selfOf = (session: CallSession): (typeof PARTIES)['placing']['deviceId'] =>
  session.direction === 'outgoing' ? PARTIES.placing.deviceId : PARTIES.answering.deviceId;
