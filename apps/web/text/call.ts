import type { CallKind, CallOutcome } from '@parley/protocol';
import type { CallProblem } from '@parley/client';
import { durationText } from './time.ts';

export interface PastCall {
  direction: 'outgoing' | 'incoming';
  kind: CallKind;
  outcome: CallOutcome;
  durationMs: number;
}

const NOUN: Record<CallKind, string> = { audio: 'audio call', video: 'video call' };
const TITLE: Record<CallKind, string> = { audio: 'Audio call', video: 'Video call' };

/** A call that the viewer could have taken and did not. */
export function isMissed(call: Pick<PastCall, 'direction' | 'outcome'>): boolean {
  return call.direction === 'incoming' && ['missed', 'cancelled', 'busy'].includes(call.outcome);
}

/** What became of a call, in a few words: `Missed audio call`, `Video call · 3:12`. */
export function pastCallText(call: PastCall): string {
  if (isMissed(call)) return `Missed ${NOUN[call.kind]}`;
  const title = TITLE[call.kind];
  switch (call.outcome) {
    case 'completed':
      return `${title} · ${durationText(call.durationMs)}`;
    case 'declined':
      return call.direction === 'incoming' ? `Declined ${NOUN[call.kind]}` : `${title} · declined`;
    case 'cancelled':
      return `Cancelled ${NOUN[call.kind]}`;
    case 'missed':
      return `${title} · no answer`;
    case 'busy':
      return `${title} · busy`;
    case 'failed':
      return `${title} · couldn't connect`;
    case 'lost':
      return `${title} · connection lost`;
  }
}

/** Words of placing, taking and holding a call. */
export const callText = {
  call: 'Call',
  title: TITLE,
  direction: { outgoing: 'Outgoing', incoming: 'Incoming' },
  incomingTitle: (kind: CallKind, name: string) => `Incoming ${NOUN[kind]} from ${name}`,
  incomingKind: { audio: 'Audio call', video: 'Video call' },
  calling: (name: string) => `📞 ${name} is calling`,
  accept: 'Accept',
  acceptAudioOnly: 'Answer with audio only',
  decline: 'Decline',
  acceptEndsOther: 'Accepting ends the call that you are in.',
  route: {
    relay: 'Relayed: your address is hidden',
    exposed: (name: string) => `Your network address is visible to ${name}`,
    exposedOnAccept: (name: string) => `Your network address will be visible to ${name}`,
  },
  region: (name: string) => `Call with ${name}`,
  mute: 'Mute',
  unmute: 'Unmute',
  cameraOn: 'Turn camera on',
  cameraOff: 'Turn camera off',
  hangUp: 'Hang up',
  minimise: 'Make smaller',
  expand: 'Make larger',
  closeEnded: 'Close',
  turnOnSound: 'Turn on sound',
  peerMuted: (name: string) => `${name} is muted`,
  ownPicture: 'Your camera',
  callBack: 'Call back',
  callBackName: (name: string) => `Call back ${name}`,
  historyTitle: 'Calls',
  historyEmptyTitle: 'No calls yet',
  historyEmpty:
    'Open a conversation and press the phone. It shows up once the other person has written to you and lets you call.',
  historyFilter: 'Which calls',
  historyFilters: { all: 'All', missed: 'Missed' },
  historyNoMissedTitle: 'No missed calls',
  historyNoMissed: 'Calls that you could have taken and did not show up here.',
  historyMore: 'Show earlier calls',
  historyMenu: (name: string) => `More about the call with ${name}`,
  historyRemove: 'Remove from history',
  historyRemoved: 'The call was removed from your history.',
  historyClear: 'Remove all',
  historyClearTitle: 'Remove all calls from your history?',
  historyClearText:
    'This cannot be undone. The conversations keep their entries, and the other people keep their own history.',
  historyCleared: 'Your call history is empty.',
  historyFailedTitle: "Your calls couldn't be loaded",
  phase: {
    dialing: 'Calling…',
    ringing: 'Ringing…',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
  },
  ended: {
    completed: (duration: string) => `Ended · ${duration}`,
    declined: (name: string) => `${name} declined.`,
    declinedHere: 'Declined.',
    cancelled: 'Cancelled.',
    gaveUp: (name: string) => `${name} stopped calling.`,
    noAnswer: 'No answer.',
    busy: (name: string) => `${name} is in another call.`,
    failed: "The call couldn't connect. Check your connection and try again.",
    lost: 'The connection was lost.',
    answeredElsewhere: 'Answered on another device.',
    declinedElsewhere: 'Declined on another device.',
    unavailable: (name: string) => `${name} can't be called right now.`,
  },
} as const;

/** What is wrong with the media, and what to do. */
export const PROBLEM_TEXT: Record<CallProblem, string> = {
  microphoneDenied:
    "Your microphone is blocked, so you can't be heard. Allow it in the browser's address bar.",
  microphoneMissing: "No microphone was found, so you can't be heard. Plug one in and call again.",
  cameraDenied: "Your camera is blocked. Allow it in the browser's address bar, then turn it on.",
  cameraMissing: 'No camera was found. The call goes on with audio.',
  noRoute: 'This network blocks calls. Try another one.',
};
