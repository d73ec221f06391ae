import type { PushTarget } from '@parley/protocol';
import webPush from 'web-push';
import type { Clock, PushOutcome, WakeUp } from '../ports.ts';
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';
import type { EndpointGuard } from './endpoint-guard.ts';
import type { VapidKeys } from './vapid.ts';
import { WAKE_UP, secondsLeft } from './wake-up.ts';

type WebTarget = Extract<PushTarget, { kind: 'web' }>;

interface WebPushOptions {
  guard: EndpointGuard;
  keys: VapidKeys;
  /** Whom a push service may write to: `mailto:…` or `https://…` (RFC 8292, section 2.1). */
  contact: string;
  clock: Clock;
  ca?: string | undefined;
}

/** Signed tokens are good for this long, in seconds; RFC 8292 allows a day. */
const TOKEN_LIFE_S = 12 * 60 * 60;
/** One that could not be reached is left alone for this long, in milliseconds: it must not hold up the others. */
const UNREACHED_QUIET_MS = 2_000;
/** Whatever a service asks for, in milliseconds. */
const LONGEST_QUIET_MS = 60 * 60_000;
/** So many services at once nobody has; past it the memory starts anew. */
const MOST_QUIET = 1_000;

/** What a push service's answer means (RFC 8030, section 5; 404 and 410 also in section 7.3). */
function readAnswer({ status, text }: Answer): PushOutcome {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (status === 404 || status === 410) return { outcome: 'gone' };
  const why = `${status} ${text.slice(0, 200)}`.trim();
  return status === 429 || status >= 500 ? { outcome: 'later', why } : { outcome: 'refused', why };
}

/** Wakes browsers (RFC 8030, 8188, 8291, 8292). */
export function createWebPush({ guard, keys, contact, clock, ca }: WebPushOptions) {
  /** Services that have said when to come again, or nothing at all. */
  const quietUntilMs = new Map<string, number>();
  const leaveAlone = (host: string, forMs: number): void => {
    if (quietUntilMs.size >= MOST_QUIET) quietUntilMs.clear();
    quietUntilMs.set(host, clock() + forMs);
  };

  const toHeaders = (url: URL, { isUrgent, topic }: WakeUp, ttlS: number): Record<string, string> => ({
    ...webPush.getVapidHeaders(
      url.origin,
      contact,
      keys.publicKey,
      keys.privateKey,
      'aes128gcm',
      Math.floor(Date.now() / 1000) + TOKEN_LIFE_S,
    ),
    'content-type': 'application/octet-stream',
    'content-encoding': 'aes128gcm',
    ttl: String(ttlS),
    urgency: isUrgent ? 'high' : 'normal',
    topic,
  });

  return async (target: WebTarget, wakeUp: WakeUp): Promise<PushOutcome> => {
    const checked = await guard.check(target.endpoint);
    if (checked.outcome === 'refused') return { outcome: 'refused', why: checked.why };
    if (checked.outcome === 'unknown') return { outcome: 'later', why: checked.why };
    const { url, at } = checked;
    if (clock() < (quietUntilMs.get(url.host) ?? 0)) return { outcome: 'later', why: 'asked to wait' };
    const { p256dh, auth } = target.keys;
    let body: Buffer;
    try {
      body = webPush.encrypt(p256dh, auth, WAKE_UP, 'aes128gcm').cipherText;
    } catch (error) {
      return { outcome: 'refused', why: `the keys of the subscription: ${String(error)}` };
    }
    // Looked at last: whatever came before has taken its time.
    const ttlS = secondsLeft(wakeUp.expiresAtMs, clock());
    if (ttlS <= 0) return { outcome: 'over' };
    const question = { url, at, ca, headers: toHeaders(url, wakeUp, ttlS), body };
    const answer = await ask(question).catch((error: unknown) => {
      leaveAlone(url.host, UNREACHED_QUIET_MS);
      throw error;
    });
    const isBusy = answer.status === 429 || answer.status >= 500;
    if (isBusy && answer.retryAfterS !== undefined)
      leaveAlone(url.host, Math.min(answer.retryAfterS * 1000, LONGEST_QUIET_MS));
    return readAnswer(answer);
  };
}
