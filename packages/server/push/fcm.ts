import type { KeyObject } from 'node:crypto';
import type { PushTarget } from '@parley/protocol';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock, PushOutcome, WakeUp } from '../ports.ts';
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';
import { createSignedToken } from './signed-token.ts';
import { secondsLeft } from './wake-up.ts';

type FcmTarget = Extract<PushTarget, { kind: 'fcm' }>;

/** What an operator gets from Google: a service account of the Firebase project. */
interface FcmAccount {
  projectId: string;
  clientEmail: string;
  key: KeyObject;
}

interface FcmOptions {
  account: FcmAccount;
  clock: Clock;
  /** Google's servers, or a test's. */
  origins?: { tokens: string; messages: string };
  ca?: string | undefined;
}

const GOOGLE = { tokens: 'https://oauth2.googleapis.com', messages: 'https://fcm.googleapis.com' };
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const ASSERTION_LIFE_S = 60 * 60;
/** Google's tokens live an hour; renewed with room to spare. */
const TOKEN_LIFE_MS = 50 * 60_000;

const TokenAnswer = z.object({ access_token: z.string() });

/** How Google names what is wrong, in `error.details[].errorCode`. */
function errorCodeOf(text: string): string | undefined {
  return /"errorCode"\s*:\s*"(\w{1,60})"/.exec(text)?.[1];
}

function readAnswer({ status, text }: Answer): PushOutcome {
  if (status === 200) return { outcome: 'sent' };
  const code = errorCodeOf(text);
  if (code === 'UNREGISTERED') return { outcome: 'gone' };
  const why = `${status} ${code ?? text.slice(0, 200)}`;
  const canRecover = status === 401 || status === 429 || status >= 500;
  return canRecover ? { outcome: 'later', why } : { outcome: 'refused', why };
}

/** Wakes apps through Firebase Cloud Messaging, HTTP v1. */
export function createFcm({ account, clock, origins = GOOGLE, ca }: FcmOptions) {
  const tokenUrl = new URL('/token', origins.tokens);
  const sendUrl = new URL(
    `/v1/projects/${encodeURIComponent(account.projectId)}/messages:send`,
    origins.messages,
  );

  /** RFC 7523: a signed statement of who we are for a token. */
  const fetchToken = async (nowMs: number): Promise<string> => {
    const issuedAtS = Math.floor(nowMs / 1000);
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(account.clientEmail)
      .setAudience(tokenUrl.href)
      .setIssuedAt(issuedAtS)
      .setExpirationTime(issuedAtS + ASSERTION_LIFE_S)
      .sign(account.key);
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
    const answer = await ask({
      url: tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(grant).toString(),
      ca,
    });
    if (answer.status !== 200)
      throw new Error(`no token from Google: ${answer.status} ${answer.text.slice(0, 200)}`);
    return TokenAnswer.parse(JSON.parse(answer.text)).access_token;
  };
  const token = createSignedToken(fetchToken, TOKEN_LIFE_MS, clock);

  return async (target: FcmTarget, { isUrgent, topic, expiresAtMs }: WakeUp): Promise<PushOutcome> => {
    const authorization = `Bearer ${await token.get()}`;
    const ttlS = secondsLeft(expiresAtMs, clock());
    if (ttlS <= 0) return { outcome: 'over' };
    const message = {
      token: target.token,
      // No `notification`: the app is woken and asks what it is about (PUSH-2).
      data: { wake: '1' },
      android: { priority: isUrgent ? 'HIGH' : 'NORMAL', ttl: `${ttlS}s`, collapse_key: topic },
    };
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await ask({ url: sendUrl, headers, body: JSON.stringify({ message }), ca });
    if (answer.status === 401) token.drop(0);
    return readAnswer(answer);
  };
}
