import type { EncryptionState } from './encryption-state.ts';

/** Words of the encryption of a call: what can be compared, and what that proves. */
export const encryptionText = {
  title: 'Encryption of this call',
  /** The name of the button, by what there is to know. */
  button: {
    waiting: 'Encryption',
    first: 'Encryption: compare the emoji',
    known: 'Encryption: compare the emoji',
    changed: 'Encryption: new device, compare the emoji',
    verified: 'Encryption: verified',
  } satisfies Record<EncryptionState, string>,
  state: {
    waiting: () => 'The two devices are agreeing on the emoji. This takes a moment.',
    first: (name: string) => `This is your first call with ${name} in this browser.`,
    known: (name: string) => `You have talked to this device of ${name}'s before.`,
    changed: (name: string) =>
      `You have talked to ${name} before, but not to this device. A new phone or browser, or a new sign-in, looks like this. Somebody else would too.`,
    verified: (name: string) => `You and ${name} have compared the emoji of this device, and they matched.`,
  } satisfies Record<EncryptionState, (name: string) => string>,
  compare: 'Compare them aloud',
  /** Below the emoji. */
  meaning: 'If you both see the same four in the same order, nobody is in between.',
  match: 'They match',
  noMatch: 'They do not match',
  confirmed: 'Remembered as verified.',
  changedNotice: {
    incoming: (name: string) => `${name} is calling from a device that you have not talked to before.`,
    inCall: (name: string) => `You have not talked to this device of ${name}'s before.`,
    close: 'Close this notice',
    why: 'A new phone or browser, or a new sign-in, looks like this. Somebody else would too.',
  },
  mismatch: {
    title: 'The emoji do not match',
    meaning: (name: string) =>
      `If you both look at this same call, somebody is between you and ${name} and could listen and watch.`,
    advice:
      'Say nothing private, and hang up. Try again on another network, and tell the people who run your server if it happens again.',
    hangUp: 'Hang up',
    back: 'Look again',
  },
  limits: {
    title: 'What this does not prove',
    items: [
      'The server knows who calls whom, when and for how long. It cannot hear or see the call.',
      'In a call whose emoji nobody compares, the server could put itself in between, at a first call without any sign of it.',
      'The server delivers this page. Whoever changes its code can make it show anything.',
      'A relay sees encrypted packets: how many, how large and when.',
      'Messages are not covered. The server can read them.',
    ],
  },
} as const;
