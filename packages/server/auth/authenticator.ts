import type { Authenticator, Clock, Log, Stores } from '../ports.ts';
import { readCookie } from './cookie.ts';
import { hashToken } from './tokens.ts';

/** "Last seen" is as exact as this, in milliseconds: one write a minute for a busy session. */
const TOUCH_INTERVAL_MS = 60_000;

interface AuthenticatorPorts {
  stores: Pick<Stores, 'sessions'>;
  clock: Clock;
  log: Log;
}

/** Finds sessions by what clients present; only hashes are ever looked up (ACC-5). */
export function createAuthenticator({ stores, clock, log }: AuthenticatorPorts): Authenticator {
  const byToken: Authenticator['byToken'] = async (token) => {
    const found = await stores.sessions.findByToken(hashToken(token));
    if (found === undefined) return undefined;
    const { lastSeenAtMs, ...viewer } = found;
    const nowMs = clock();
    if (nowMs - lastSeenAtMs >= TOUCH_INTERVAL_MS) {
      // Nobody waits for it, and nothing depends on it.
      stores.sessions.touch(viewer.sessionId, nowMs).catch((error: unknown) => {
        log.warn({ error }, 'could not note when a session was last seen');
      });
    }
    return viewer;
  };
  return {
    byToken,
    async byCookie(header) {
      const token = readCookie(header);
      return token === undefined ? undefined : await byToken(token);
    },
    byTicket: (ticket) => stores.sessions.takeTicket(hashToken(ticket), clock()),
  };
}
