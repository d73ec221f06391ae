import type { Log } from '../ports.ts';
import type { Mailer } from './mailer.ts';

/** For a demo without SMTP_URL: whoever sees the terminal reads the mail there (BOOK-7). */
export function createLogMailer(log: Log): Mailer {
  return {
    async send({ to, text }) {
      log.warn({ to, text }, 'demo: SMTP_URL is not set, so this mail was not sent; read it here');
    },
  };
}
