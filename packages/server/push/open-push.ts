import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { ConfigError } from '../config.ts';
import type { ApnsSettings, Config, FcmSettings } from '../config.ts';
import type { Clock, PushSender } from '../ports.ts';
import { createApns } from './apns.ts';
import { createEndpointGuard } from './endpoint-guard.ts';
import { createFcm } from './fcm.ts';
import { parsePushHost } from './push-hosts.ts';
import type { PushHost } from './push-hosts.ts';
import { createPushSender } from './sender.ts';
import { deriveVapidKeys } from './vapid.ts';
import { createWebPush } from './web-push.ts';

interface OpenOptions {
  config: Pick<Config, 'push' | 'mode' | 'origin'>;
  secret: Buffer;
  clock: Clock;
  /** A test's push services show a certificate of their own. */
  ca?: string | undefined;
}

/** Who runs this server has not said whom to write to. */
const NOBODY = 'mailto:nobody@parley.invalid';

function readHosts(hosts: readonly string[]): PushHost[] {
  return hosts.map((text) => {
    const host = parsePushHost(text.toLowerCase());
    if (host !== undefined) return host;
    throw new ConfigError([
      `PUSH_HOSTS must be a list of host names, like push.example.org,*.push.example.com:8443: "${text}" is none.`,
    ]);
  });
}

/** Where a file cannot be put into the environment as it is, \n stands for the ends of its lines. */
function readKey(pem: string, says: string): KeyObject {
  try {
    return createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'));
  } catch {
    throw new ConfigError([says]);
  }
}

function openApns({ key, keyId, teamId, topic, url }: ApnsSettings, clock: Clock, ca: string | undefined) {
  const signingKey = readKey(key, 'APNS_KEY must be the text of the .p8 file that Apple gave you.');
  const account = { key: signingKey, keyId, teamId, bundleId: topic };
  const origins = url === undefined ? {} : { origins: { production: url, sandbox: url } };
  return createApns({ account, clock, ca, ...origins });
}

const ServiceAccount = z.object({
  project_id: z.string(),
  client_email: z.string(),
  private_key: z.string(),
});
const SERVICE_ACCOUNT_RULE =
  'FCM_SERVICE_ACCOUNT must be the text of the JSON file of a Firebase service account.';

function readServiceAccount(text: string): z.infer<typeof ServiceAccount> {
  try {
    return ServiceAccount.parse(JSON.parse(text));
  } catch {
    throw new ConfigError([SERVICE_ACCOUNT_RULE]);
  }
}

function openFcm({ serviceAccount, url }: FcmSettings, clock: Clock, ca: string | undefined) {
  const {
    project_id: projectId,
    client_email: clientEmail,
    private_key: key,
  } = readServiceAccount(serviceAccount);
  const account = { projectId, clientEmail, key: readKey(key, SERVICE_ACCOUNT_RULE) };
  const origins = url === undefined ? {} : { origins: { tokens: url, messages: url } };
  return createFcm({ account, clock, ca, ...origins });
}

/**
 * The senders that the settings allow.
 *
 * @throws ConfigError where a setting is not what it should be
 */
export function openPush({ config, secret, clock, ca }: OpenOptions): PushSender {
  const { hosts, contact, apns, fcm } = config.push;
  // In production nothing on this machine is ever asked, whatever the settings say (PUSH-8).
  const guard = createEndpointGuard({ hosts: readHosts(hosts), allowsLoopback: config.mode === 'demo' });
  const keys = deriveVapidKeys(secret);
  const page = config.origin?.startsWith('https:') === true ? config.origin : NOBODY;
  return createPushSender({
    guard,
    vapidPublicKey: keys.publicKey,
    web: createWebPush({ guard, keys, contact: contact ?? page, clock, ca }),
    apns: apns === undefined ? undefined : openApns(apns, clock, ca),
    fcm: fcm === undefined ? undefined : openFcm(fcm, clock, ca),
  });
}
