import type { IncomingHttpHeaders } from 'node:http';
import { readCookie } from '../auth/cookie.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a request shows about the page that it comes from. */
export interface Provenance {
  method: string;
  headers: Pick<IncomingHttpHeaders, 'origin' | 'cookie' | 'authorization' | 'sec-fetch-site'>;
}

/**
 * Whether the page behind a request may act for whoever's cookie the browser adds (ACC-7).
 * Reading is harmless (no answer of ours is shared across origins), and a bearer token is never added by a browser
 * on its own. Tested by "a page of another origin changes nothing".
 */
export function mayAct({ method, headers }: Provenance, origins: readonly string[]): boolean {
  if (SAFE_METHODS.has(method) || headers.authorization !== undefined) return true;
  if (headers.origin !== undefined) return origins.includes(headers.origin);
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  // No browser: fine as long as no cookie is involved.
  return readCookie(headers.cookie) === undefined;
}
