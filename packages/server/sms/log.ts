import type { Log } from '../ports.ts';
import type { Texter } from './texter.ts';

/** For a demo without SMS_HTTP_URL: whoever sees the terminal reads the message there (BOOK-7). */
export function createLogTexter(log: Log): Texter {
  return {
    async send({ to, text }) {
      log.warn(
        { to, text },
        'demo: SMS_HTTP_URL is not set, so this text message was not sent; read it here',
      );
    },
  };
}
