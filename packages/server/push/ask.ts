import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { CheckedAddress } from './endpoint-guard.ts';

/** A push service that takes longer is asked again later, in milliseconds. */
const ASK_LIMIT_MS = 5_000;
/** Enough for every error that push services describe; the rest is not read. */
const LONGEST_ANSWER_BYTES = 4_096;

export interface Question {
  url: URL;
  headers: Record<string, string>;
  body: Buffer | string;
  /** The only address to connect to; without it the name is resolved as usual. */
  at?: CheckedAddress | undefined;
  /** Certificates to trust instead of the usual ones: a test's own. */
  ca?: string | undefined;
  limitMs?: number;
}

export interface Answer {
  status: number;
  /** In seconds, where the service says when to come again. */
  retryAfterS: number | undefined;
  /** The beginning of it. */
  text: string;
}

/** Hands out the checked address whatever name is asked for: what was checked is what is connected to. */
function pinTo({ address, family }: CheckedAddress): LookupFunction {
  return (_name, options, done) => {
    if (options.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

function readRetryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}

/** One POST over https. A redirect is an answer like any other and is not followed. Rejects where there is no answer in time. */
export function ask({ url, headers, body, at, ca, limitMs = ASK_LIMIT_MS }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        // No connection is kept: the next one goes to an address that was checked for it.
        agent: false,
        // From the first packet to the last byte, also where bytes trickle in.
        signal: AbortSignal.timeout(limitMs),
        ...(at === undefined ? {} : { lookup: pinTo(at) }),
        ...(ca === undefined ? {} : { ca }),
      },
      (response) => {
        const status = response.statusCode ?? 0;
        const retryAfterS = readRetryAfter(response.headers['retry-after']);
        const chunks: Buffer[] = [];
        let length = 0;
        const finish = (): void => {
          const text = Buffer.concat(chunks).subarray(0, LONGEST_ANSWER_BYTES).toString();
          resolve({ status, retryAfterS, text });
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length < LONGEST_ANSWER_BYTES) return;
          finish();
          response.destroy();
        });
        response.on('end', finish);
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
