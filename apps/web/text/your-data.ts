/** Words of taking one's data along and of leaving. */
export const dataText = {
  title: 'Your data',
  exportDetail:
    'Everything about your account as one file: profile, settings, messages you can see, contacts and more. Keep it safe: whoever has it can read all of it.',
  export: 'Download your data',
  exporting: 'Collecting your data…',
  exported: 'Your data was downloaded.',
  exportFailed: (sentence: string) => `Your data could not be downloaded. ${sentence}`,

  deleteTitle: 'Delete account',
  deleteDetail: 'For good: nobody can bring it back, and your handle is never given to anybody again.',
  delete: 'Delete account…',
  deleteQuestion: 'Delete your account for good?',
  goes: 'At once: your profile, settings, contacts, phone numbers and e-mail addresses, follows, blocks and Premium are erased, you are signed out everywhere, and a call you are in ends.',
  goesWithoutCalls:
    'At once: your profile, settings, contacts, phone numbers and e-mail addresses, follows, blocks and Premium are erased, and you are signed out everywhere.',
  stays:
    'People you wrote with keep their conversations, with your messages under “Deleted account”. They can no longer write to you or call you.',
  staysWithoutCalls:
    'People you wrote with keep their conversations, with your messages under “Deleted account”. They can no longer write to you.',
  takeAlong: 'If you want to keep anything, download your data first.',
  password: 'Your password',
  handle: (handle: string) => `Your handle, ${handle}`,
  wrongPassword: "That isn't your password.",
  wrongHandle: "That isn't your handle.",
  lastAdmin:
    'You are the only administrator of this server. First make somebody else one, with “npm run parley -- admin make-admin” and their handle on the machine it runs on.',
  deleteForGood: 'Delete for good',
  deleted: 'Your account was deleted.',
} as const;
