import type { Config } from '../config.ts';
import type { Bus, Clock, PushSender } from '../ports.ts';
import type { HealthStore } from '../store/health.ts';
import type { ProbeOutcome } from '../turn/probe.ts';
import type { HealthProbes, PartState } from './health.ts';
import { databasePart, jobsPart, pushPart, setUpPart, turnPart } from './health-parts.ts';

interface Probed {
  config: Pick<Config, 'natsUrl' | 'mail' | 'sms' | 'stripe'>;
  clock: Clock;
  health: HealthStore;
  push: Pick<PushSender, 'senders'>;
  /** undefined: only a running node has one. */
  bus: Pick<Bus, 'isReady'> | undefined;
  /** undefined: only the node that runs the relay can tell. */
  askRelays: (() => Promise<readonly (readonly [url: string, answer: ProbeOutcome])[]>) | undefined;
}

async function busPart(natsUrl: string | undefined, bus: Probed['bus']): Promise<PartState> {
  if (natsUrl === undefined)
    return { status: 'off', detail: 'A single node needs none (NATS_URL is not set).' };
  // The user and the password in it are nobody's to read.
  const { host } = new URL(natsUrl);
  if (bus === undefined) return { status: 'off', detail: `NATS at ${host}: only a running node can tell.` };
  return (await bus.isReady())
    ? { status: 'ok', detail: `NATS at ${host} answers.` }
    : {
        status: 'failing',
        detail: `NATS at ${host} does not answer: other nodes hear of changes late. Is it running?`,
      };
}

const RELAY_OF_A_NODE: PartState = {
  status: 'off',
  detail: 'TURN_URLS is not set. A relay that the server itself has started shows on the health page.',
};

/** How each part that this server stands on is asked (ADM-12). */
export function createProbes({ config, clock, health, push, bus, askRelays }: Probed): HealthProbes {
  const { mail, sms, stripe, natsUrl } = config;
  return {
    database: () => databasePart(health, clock),
    bus: () => busPart(natsUrl, bus),
    turn: async () => (askRelays === undefined ? RELAY_OF_A_NODE : turnPart(await askRelays())),
    push: () => pushPart(health, push),
    jobs: () => jobsPart(health),
    mail: async () =>
      setUpPart(mail !== undefined, {
        on: `Through ${mail === undefined ? '' : new URL(mail.url).host}; not asked now.`,
        off: 'E-mail addresses cannot be verified. Set SMTP_URL and MAIL_FROM.',
      }),
    sms: async () =>
      setUpPart(sms !== undefined, {
        on: `Through ${sms === undefined ? '' : new URL(sms.url).host}; not asked now.`,
        off: 'Phone numbers cannot be verified. Set SMS_HTTP_URL.',
      }),
    billing: async () =>
      setUpPart(stripe !== undefined, {
        on: 'Stripe is set up; not asked now.',
        off: 'Nothing can be bought here; administrators grant Premium by hand.',
      }),
  };
}
