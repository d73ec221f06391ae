import type { ReportReason, ReportSubject } from '@parley/protocol';

type Kind = ReportSubject['kind'];

/** Words of reporting and blocking somebody. */
export const reportText = {
  title: {
    message: (name: string) => `Report a message from ${name}`,
    call: (name: string) => `Report a call with ${name}`,
    person: (name: string) => `Report ${name}`,
  } satisfies Record<Kind, (name: string) => string>,
  /** What the report carries with it, exactly (REP-3). */
  disclosed: {
    message: (name: string) =>
      `The people who run this server will read this message and up to five messages that ${name} sent you before it. Nothing you wrote is passed on. ${name} isn't told.`,
    call: (name: string) =>
      `The people who run this server will see that you had this call, when it was and how it ended. Calls are never recorded. ${name} isn't told.`,
    person: (name: string) =>
      `The people who run this server will look at this account. None of your messages are passed on. ${name} isn't told.`,
  } satisfies Record<Kind, (name: string) => string>,
  reasonLabel: 'What is wrong?',
  reason: {
    spam: 'Spam or fraud',
    harassment: 'Harassment or insults',
    threat: 'A threat',
    other: 'Something else',
  } satisfies Record<ReportReason, string>,
  reasonMissing: 'Choose what fits best.',
  note: 'Anything to add? (optional)',
  noteTooLong: (over: number) => `${over} characters too many`,
  alsoBlock: (name: string) => `Also block ${name}`,
  send: 'Send report',
  sent: 'Your report was sent. Thank you.',
  sentAndBlocked: (name: string) => `Your report was sent, and ${name} is blocked.`,
  failed: (sentence: string) => `Your report was not sent. ${sentence}`,

  /** While that person rings. */
  blockRinging: 'The call is declined, as if by hand.',
  blocked: (name: string) => `${name} is blocked.`,
  notBlocked: (sentence: string) => `Nobody was blocked. ${sentence}`,
} as const;
