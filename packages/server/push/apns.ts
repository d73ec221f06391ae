import type { KeyObject } from 'node:crypto';
import type { PushTarget } from '@parley/protocol';
import { SignJWT } from 'jose';
import type { Clock, PushOutcome, WakeUp } from '../ports.ts';
import { createHttp2Connection } from './apns-connection.ts';
import type { Http2Answer } from './apns-connection.ts';
import { createSignedToken } from './signed-token.ts';

type ApnsTarget = Extract<PushTarget, { kind: 'apns' }>;

/** What an operator gets from Apple. */
interface ApnsAccount {
  teamId: string;
  keyId: string;
  /** The signing key (.p8). */
  key: KeyObject;
  /** The app's bundle id. */
  bundleId: string;
}

interface ApnsOptions {
  account: ApnsAccount;
  clock: Clock;
  /** Apple's servers, or a test's. */
  origins?: Record<ApnsTarget['environment'], string>;
  ca?: string | undefined;
}

const APPLE: Record<ApnsTarget['environment'], string> = {
  production: 'https://api.push.apple.com',
  sandbox: 'https://api.sandbox.push.apple.com',
};

/** Apple refuses tokens older than an hour, and clients that sign more often than every 20 minutes. */
const TOKEN_LIFE_MS = 50 * 60_000;
const LEAST_TOKEN_AGE_MS = 20 * 60_000;

/** The same for everything. The app's extension asks `GET /api/notices` and fills the words in (PUSH-2). */
const PAYLOAD = JSON.stringify({
  aps: { alert: { 'loc-key': 'PARLEY_NOTICE' }, 'mutable-content': 1, sound: 'default' },
});

function reasonOf(text: string): string {
  return /"reason"\s*:\s*"(\w{1,60})"/.exec(text)?.[1] ?? text.slice(0, 200);
}

function readAnswer({ status, text }: Http2Answer): PushOutcome {
  if (status === 200) return { outcome: 'sent' };
  const reason = reasonOf(text);
  if (status === 410 || reason === 'BadDeviceToken' || reason === 'Unregistered') return { outcome: 'gone' };
  const why = `${status} ${reason}`;
  // A token that has just expired is signed anew for the next attempt.
  const canRecover = status === 429 || status >= 500 || reason === 'ExpiredProviderToken';
  return canRecover ? { outcome: 'later', why } : { outcome: 'refused', why };
}

/** Wakes Apple devices: PushKit for rings, alerts for the rest. */
export function createApns({ account, clock, origins = APPLE, ca }: ApnsOptions) {
  const connections = {
    production: createHttp2Connection(origins.production, ca),
    sandbox: createHttp2Connection(origins.sandbox, ca),
  };
  const token = createSignedToken(
    (nowMs) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid: account.keyId })
        .setIssuer(account.teamId)
        .setIssuedAt(Math.floor(nowMs / 1000))
        .sign(account.key),
    TOKEN_LIFE_MS,
    clock,
  );

  const send = async (target: ApnsTarget, { isUrgent, topic, expiresAtMs }: WakeUp): Promise<PushOutcome> => {
    // Without a token for calls a ring is an alert: late, perhaps, but told.
    const isVoip = isUrgent && target.voipToken !== undefined;
    const deviceToken = isVoip ? target.voipToken : target.alertToken;
    if (deviceToken === undefined) return { outcome: 'refused', why: 'the device has no token for this' };
    const authorization = `bearer ${await token.get()}`;
    if (clock() >= expiresAtMs) return { outcome: 'over' };
    const headers = {
      authorization,
      'apns-topic': isVoip ? `${account.bundleId}.voip` : account.bundleId,
      'apns-push-type': isVoip ? 'voip' : 'alert',
      'apns-priority': '10',
      'apns-expiration': String(Math.floor(expiresAtMs / 1000)),
      // A call is never folded into another; an alert takes the place of the one about the same thing.
      ...(isVoip ? {} : { 'apns-collapse-id': topic }),
    };
    const answer = await connections[target.environment].post(`/3/device/${deviceToken}`, headers, PAYLOAD);
    if (reasonOf(answer.text) === 'ExpiredProviderToken') token.drop(LEAST_TOKEN_AGE_MS);
    return readAnswer(answer);
  };

  return {
    send,
    close() {
      connections.production.close();
      connections.sandbox.close();
    },
  };
}
