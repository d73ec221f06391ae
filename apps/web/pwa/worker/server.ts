import type { Notices } from '@parley/protocol';
import type { Seen } from './plan.ts';

/** The endpoints that a worker uses; written out, because the tables of the protocol would weigh more than the worker. */
export const PATHS = {
  getNotices: '/api/notices',
  seenNotices: '/api/notices/seen',
  declineCall: (callId: string) => `/api/calls/${callId}/decline`,
  getPushState: '/api/push',
  putPushTarget: '/api/push',
} as const;

const TIMEOUT_MS = 8_000;

export type Asked<T> = { outcome: 'ok'; value: T } | { outcome: 'signedOut' | 'refused' | 'unreachable' };

/** The server, as far as a worker needs it. */
export interface Server {
  notices: () => Promise<Asked<Notices>>;
  seen: (seen: Seen) => Promise<void>;
  decline: (callId: string) => Promise<Asked<unknown>>;
  vapidPublicKey: () => Promise<Asked<{ vapidPublicKey: string }>>;
  /** The server holds it against the schema of a PushTarget. */
  putTarget: (target: object) => Promise<void>;
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** Speaks to the server that this worker came from, with the cookie of the session. */
export function createServer(fetch: Fetch): Server {
  const ask = async <T>(method: string, path: string, body?: object): Promise<Asked<T>> => {
    try {
      const response = await fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      if (response.status === 401) return { outcome: 'signedOut' };
      if (response.status >= 500 || response.status === 429) return { outcome: 'unreachable' };
      if (!response.ok) return { outcome: 'refused' };
      // The trust border: our own server's answer to its own endpoint, whose schema it was held against there.
      return { outcome: 'ok', value: (await response.json()) as T };
    } catch {
      return { outcome: 'unreachable' };
    }
  };
  return {
    notices: () => ask('GET', PATHS.getNotices),
    seen: async (seen) => void (await ask('POST', PATHS.seenNotices, seen)),
    decline: (callId) => ask('POST', PATHS.declineCall(callId)),
    vapidPublicKey: () => ask('GET', PATHS.getPushState),
    putTarget: async (target) => void (await ask('PUT', PATHS.putPushTarget, { target })),
  };
}
