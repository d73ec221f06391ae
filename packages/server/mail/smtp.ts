import { createTransport } from 'nodemailer';
import type { Mail, Mailer } from './mailer.ts';

/** So long a mail server may be silent, in milliseconds: somebody waits at the screen. */
const SILENCE_LIMIT_MS = 10_000;

interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: string;
  /** The sender that people see. */
  from: string;
}

/** What went wrong, without what the mail server said: it repeats the address, and this ends in a log (BOOK-6). */
function withoutAddress(thrown: unknown): Error {
  const { code, responseCode } = (thrown ?? {}) as { code?: unknown; responseCode?: unknown };
  const why = [code, responseCode].filter((one) => typeof one === 'string' || typeof one === 'number');
  return new Error(`the mail server did not take a message (${why.join(' ') || 'no code'})`);
}

/** Mail over SMTP, one connection a message. */
export function createSmtpMailer({ url, from }: SmtpOptions): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: SILENCE_LIMIT_MS,
    greetingTimeout: SILENCE_LIMIT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
    // Nothing that we send is a file or lies at an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }: Mail): Promise<void> {
      try {
        // As an object, so that no character of an address is read as a second one.
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
      } catch (thrown) {
        throw withoutAddress(thrown);
      }
    },
  };
}
