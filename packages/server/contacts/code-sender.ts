import type { IdentifierKind } from '@parley/protocol';
import type { Mailer } from '../mail/mailer.ts';
import type { Texter } from '../sms/texter.ts';
import type { Identifier } from './identifier.ts';

/** Carries a code to the phone or mailbox whose owner is to prove that it is theirs. */
export interface CodeSender {
  /** The setting that is missing to send a code there; undefined where it can be sent (BOOK-7). */
  missingSetting: (kind: IdentifierKind) => 'SMTP_URL' | 'SMS_HTTP_URL' | undefined;
  /** Rejects where it was not taken for delivery. */
  send: (to: Identifier, code: string) => Promise<void>;
}

interface CodeSenderOptions {
  mailer: Mailer | undefined;
  texter: Texter | undefined;
  /** The host name that people know this server by; asked when it is needed, as a free port is known late. */
  host: () => string;
}

/** The words of the message; it holds nothing but the code and where it comes from. */
function wordsFor(code: string, host: string): string {
  return `${code} is your code for Parley at ${host}. It is good for 10 minutes. If you did not ask for it, do nothing, and give it to nobody.`;
}

/** Codes by mail and by text message. */
export function createCodeSender({ mailer, texter, host }: CodeSenderOptions): CodeSender {
  return {
    missingSetting(kind) {
      if (kind === 'email') return mailer === undefined ? 'SMTP_URL' : undefined;
      return texter === undefined ? 'SMS_HTTP_URL' : undefined;
    },
    async send({ kind, value }, code) {
      const text = wordsFor(code, host());
      if (kind === 'email') await mailer?.send({ to: value, subject: 'Your Parley code', text });
      else await texter?.send({ to: value, text });
    },
  };
}
