import type { CallHint, CallProblem, CallView } from '@parley/client';
import { callText } from './call.ts';

/** Words of the stage of a call: what can be done, chosen and seen there. */
export const inCallText = {
  shareScreen: 'Share screen',
  stopSharing: 'Stop sharing',
  sharing: 'You are sharing your screen.',
  switchCamera: 'Switch camera',
  more: 'More',
  pictureInPicture: 'Picture in picture',
  leavePictureInPicture: 'End picture in picture',
  pictureInPictureFailed: "Your browser couldn't open a small window.",
  moveOwnPicture: 'Your camera. Move to the next corner',
  peerScreen: (name: string) => `${name}'s screen`,
  peerAway: (name: string) => `Waiting for ${name} to come back…`,
  bar: 'How the call is',
  showAll: (count: number) => `${count} more`,
  tooltip: (label: string, key: string) => `${label} (${key})`,

  panelTitle: 'Sound and picture',
  microphone: 'Microphone',
  camera: 'Camera',
  speaker: 'Speaker',
  systemChoice: 'Chosen by the system',
  unnamed: { microphone: 'Microphone', camera: 'Camera', speaker: 'Speaker' },
  noneFound: 'None found',
  lessData: 'Use less data',
  lessDataDetail: 'Lower picture quality, 300 kbit/s at most. It holds for this device.',
  shortcuts: 'Keyboard shortcuts',
  shortcutsDetail: 'They work while the call has the focus, and not while you write.',
  shortcut: {
    mute: 'Mute or unmute',
    camera: 'Camera on or off',
    screen: 'Share the screen or stop',
    pictureInPicture: 'Picture in picture',
    size: 'Make the call smaller or larger',
    more: 'Devices and this list',
    hangUp: 'Hang up',
  },

  previewExplained: (name: string) => `Only you see this. ${name} sees nothing before you accept.`,
  previewStarting: 'Your camera is starting…',

  endAndAccept: 'End and accept',
  secondCallMenu: (name: string) => `More about the call from ${name}`,

  continuedElsewhere: 'Continued on another device.',

  rate: (name: string) => `How was the call with ${name}?`,
  notNow: 'Not now',
  rating: { good: 'Good', poor: 'Poor' },
  rated: 'Thank you.',
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

const DEVICE = { microphone: 'microphone', camera: 'camera' } as const;

/** Losses are told in whole percent, and never as none. */
function percentText(percent: number): string {
  return `${Math.max(1, Math.round(percent))} %`;
}

/** One sentence of the call bar. */
export function hintText(hint: CallHint, { peer }: { peer: Pick<CallView['peer'], 'displayName'> }): string {
  const name = peer.displayName;
  switch (hint.kind) {
    case 'microphoneSilent':
      return "They can't hear you: your microphone is silent";
    case 'nothingReceived':
      return `Nothing received for ${Math.max(1, Math.floor(hint.sinceMs / 1_000))} s, trying another route`;
    case 'uploadLoss':
      return `Your upload loses ${percentText(hint.percent)}${hint.videoLowered ? ', video lowered' : ''}`;
    case 'downloadLoss':
      return `${percentText(hint.percent)} of what ${name} sends gets lost`;
    case 'videoPaused':
      return 'Your video is off: the connection carries only sound. It comes back by itself';
    case 'peerVideoPaused':
      return `${name}'s video is off: their connection carries only sound`;
    case 'deviceReplaced':
      return `Your ${DEVICE[hint.device]} went away, another one is in use`;
    case 'relayed':
      return callText.route.relay;
  }
}

/** What is wrong with the media, and what to do. */
export const PROBLEM_TEXT: Record<CallProblem, string> = {
  microphoneDenied:
    "Your microphone is blocked, so you can't be heard. Allow it in the browser's address bar.",
  microphoneMissing: "No microphone was found, so you can't be heard. Plug one in and call again.",
  cameraDenied: "Your camera is blocked. Allow it in the browser's address bar, then turn it on.",
  cameraMissing: 'No camera was found. The call goes on with audio.',
  screenDenied: 'Your screen is not shared: the browser was not allowed to, or you chose nothing.',
  noRoute: 'This network blocks calls. Try another one.',
  notGenuine:
    'The connection was refused: what arrived was not what the other device has signed. Somebody may be in between.',
};
