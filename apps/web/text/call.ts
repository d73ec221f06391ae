import type { CallKind, CallOutcome } from '@parley/protocol';
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
  checkCamera: 'Check camera first',
  closePreview: 'Close the preview',
  elsewhereRegion: 'Your call on another device',
  elsewhere: (name: string | undefined) =>
    name === undefined
      ? 'A call of yours runs on another device.'
      : `Your call with ${name} runs on another device.`,
  continueHere: 'Continue here',
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
} as const;
