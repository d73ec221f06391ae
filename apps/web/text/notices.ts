import type { CallKind } from '@parley/protocol';

const MISSED: Record<CallKind, string> = { audio: 'Missed audio call', video: 'Missed video call' };

/** Words of the notices that the service worker shows. */
export const noticeText = {
  incoming: {
    audio: (name: string) => `Incoming audio call from ${name}`,
    video: (name: string) => `Incoming video call from ${name}`,
  } satisfies Record<CallKind, (name: string) => string>,
  incomingBody: 'Press to see the call.',
  answer: 'Answer',
  decline: 'Decline',
  missed: (kind: CallKind, name: string) => `${MISSED[kind]} from ${name}`,
  missedBody: 'Press to open the conversation.',
  messages: (name: string, count: number) => (count > 1 ? `${name} (${count} messages)` : name),
  testTitle: 'This is how Parley reaches you',
  testBody: 'Incoming calls can show up like this while the page is closed.',
  unknownTitle: 'Something may be new in Parley',
  unknownBody: "Your server couldn't be reached just now. Press to look.",
} as const;

/** Words of what a page in sight tells, of the hint, and of muting. */
export const toldText = {
  hint: {
    ask: 'Turn on notifications so calls ring when this page is closed.',
    install: 'Add Parley to the Home Screen so calls can ring when this page is closed.',
  },
  hintHow: 'How?',
  hintAction: 'Turn on',
  turnedOn: 'Notifications are on for this device.',
  refused: 'Your browser did not allow it. You can change that in its settings.',
  hintDismiss: 'No, thanks',
  message: (name: string, text: string) => `${name}: ${text}`,
  open: 'Open',

  more: 'More about this conversation',
  mute: 'Mute messages',
  unmute: 'Unmute messages',
  muted: 'Muted',
  mutedNote: (name: string) => `Messages from ${name} no longer notify you. Calls still ring.`,
  mutedNoteWithoutCalls: (name: string) => `Messages from ${name} no longer notify you.`,
  unmutedNote: (name: string) => `Messages from ${name} notify you again.`,
} as const;
