import { resolve } from 'node:path';
import { z } from 'zod';
import type { Policy } from './ports.ts';

/** Everything that an operator can set, parsed. */
export interface Config {
  host: string;
  /** 0: a free port. */
  port: number;
  /** Where the embedded database and the like are kept; absolute. */
  dataDir: string;
  /** The address that people type, without a path; undefined: the loopback names of host and port. */
  origin: string | undefined;
  mode: 'demo' | 'production';
  /** Reached from this machine only, as far as we can know: the place for demo accounts and loose limits. */
  local: boolean;
  databaseUrl: string | undefined;
  turn: { urls: string[]; secret: string } | undefined;
  /** Calls may be connected, through the relay, while they ring (CALL-36). */
  preconnect: 'on' | 'off';
  natsUrl: string | undefined;
  /** What derived keys come from; undefined: a file in `dataDir`. */
  secret: string | undefined;
  placingRequires: 'premium' | 'nobody';
  /** Who has calls until an administrator decides it: everybody or nobody (ROLL-10). */
  rolloutAtFirst: 'on' | 'off';
  verifiedBy: 'admin' | 'subscription' | 'both';
  /** `keys` of Stripe; undefined: nothing can be bought (in a demo: a pretend checkout). */
  stripe: StripeSettings | undefined;
  mail: { url: string; from: string } | undefined;
  sms: { url: string; token: string | undefined } | undefined;
  push: PushSettings;
  logLevel: LogLevel;
}

export interface StripeSettings {
  secretKey: string;
  priceId: string;
  /** More than one while a secret is being exchanged. */
  webhookSecrets: string[];
  /** Where Stripe's API is; undefined: where it always is. */
  apiUrl: string | undefined;
}

interface PushSettings {
  /** Push services beside the known ones, as host or host:port. */
  hosts: string[];
  /** Who a push service may write to: mailto: or https: (RFC 8292). */
  contact: string | undefined;
  apns: ApnsSettings | undefined;
  fcm: FcmSettings | undefined;
}

export interface ApnsSettings {
  /** The private key (.p8) as text. */
  key: string;
  keyId: string;
  teamId: string;
  /** The app's bundle id. */
  topic: string;
  /** undefined: Apple's own, by the environment of the token. */
  url: string | undefined;
}

export interface FcmSettings {
  /** The service account's JSON as text. */
  serviceAccount: string;
  /** undefined: Google's own. */
  url: string | undefined;
}

const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
type LogLevel = z.infer<typeof LogLevel>;

/** Tells the operator what to set instead; printed as it is. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(
      `Parley cannot start with these settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

function says(message: string): { error: string } {
  return { error: message };
}

function urlOf(protocols: RegExp, message: string): z.ZodType<string, string> {
  return z.url({ protocol: protocols, error: message });
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return `${url.pathname}${url.search}${url.hash}${url.username}` === '/';
}

const PORT_RULE = 'PORT must be a number from 0 to 65535 (0: any free one), for example PORT=3000.';
const ORIGIN_RULE =
  'PARLEY_ORIGIN must be the address that people type, without a path, for example PARLEY_ORIGIN=https://parley.example.org.';

function toList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

const Environment = z.object({
  PORT: z.coerce
    .number(says(PORT_RULE))
    .int(says(PORT_RULE))
    .min(0, says(PORT_RULE))
    .max(65535, says(PORT_RULE))
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  PARLEY_DATA: z.string().default('./data'),
  PARLEY_ORIGIN: z
    .string()
    .refine(isOrigin, says(ORIGIN_RULE))
    .transform((value) => new URL(value).origin)
    .optional(),
  PARLEY_ENV: z
    .enum(
      ['demo', 'production'],
      says('PARLEY_ENV must be "production", or left out to try Parley with demo accounts.'),
    )
    .default('demo'),
  DATABASE_URL: urlOf(
    /^postgres(ql)?$/,
    'DATABASE_URL must look like postgres://user:password@host:5432/parley, or be left out for the built-in database.',
  ).optional(),
  TURN_URLS: z
    .string()
    .transform(toList)
    .pipe(
      z.array(
        z
          .string()
          .regex(
            /^(turns?|stuns?):\S+$/,
            says('TURN_URLS must be a list like turn:turn.example.org:3478,turns:turn.example.org:5349.'),
          ),
      ),
    )
    .optional(),
  TURN_SECRET: z.string().optional(),
  PRECONNECT: z.enum(['on', 'off'], says('PRECONNECT must be "on" or "off".')).default('on'),
  NATS_URL: urlOf(
    /^(nats|tls|wss?)$/,
    'NATS_URL must look like nats://host:4222, or be left out for a single node.',
  ).optional(),
  PARLEY_SECRET: z
    .string()
    .min(
      32,
      says(
        'PARLEY_SECRET must have 32 characters or more: make one with "openssl rand -base64 32" and keep it.',
      ),
    )
    .optional(),
  PLACING_REQUIRES: z
    .enum(['premium', 'nobody'], says('PLACING_REQUIRES must be "premium" or "nobody".'))
    .default('premium'),
  PARLEY_ROLLOUT: z.enum(['on', 'off'], says('PARLEY_ROLLOUT must be "on" or "off".')).default('on'),
  VERIFIED_BY: z
    .enum(['admin', 'subscription', 'both'], says('VERIFIED_BY must be "admin", "subscription" or "both".'))
    .default('admin'),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_PRICE_ID: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().transform(toList).optional(),
  STRIPE_API_URL: z.url(says('STRIPE_API_URL is for tests: leave it out.')).optional(),
  SMTP_URL: urlOf(
    /^smtps?$/,
    'SMTP_URL must look like smtps://user:password@mail.example.org:465, or be left out.',
  ).optional(),
  MAIL_FROM: z.string().optional(),
  SMS_HTTP_URL: urlOf(/^https?$/, 'SMS_HTTP_URL must be the http(s) address of your SMS gateway.').optional(),
  SMS_HTTP_TOKEN: z.string().optional(),
  PUSH_HOSTS: z.string().transform(toList).optional(),
  PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:|https:)/, says('PUSH_CONTACT must begin with mailto: or https:.'))
    .optional(),
  APNS_KEY: z.string().optional(),
  APNS_KEY_ID: z.string().optional(),
  APNS_TEAM_ID: z.string().optional(),
  APNS_TOPIC: z.string().optional(),
  APNS_URL: z.url(says('APNS_URL is for tests: leave it out.')).optional(),
  FCM_SERVICE_ACCOUNT: z.string().optional(),
  FCM_URL: z.url(says('FCM_URL is for tests: leave it out.')).optional(),
  LOG_LEVEL: LogLevel.optional(),
});

type Settings = z.infer<typeof Environment>;

/** All of them or none; a sentence for the operator where some are missing. */
function togetherOrNot(env: Settings, names: readonly (keyof Settings)[]): string[] {
  const missing = names.filter((name) => env[name] === undefined);
  return missing.length === 0 || missing.length === names.length
    ? []
    : [`${names.join(', ')} belong together: ${missing.join(', ')} missing.`];
}

function toStripe(env: Settings): StripeSettings | undefined {
  const {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_PRICE_ID: priceId,
    STRIPE_WEBHOOK_SECRET: webhookSecrets,
  } = env;
  if (secretKey === undefined || priceId === undefined || webhookSecrets === undefined) return undefined;
  return { secretKey, priceId, webhookSecrets, apiUrl: env.STRIPE_API_URL };
}

function toPush(env: Settings): PushSettings {
  const { APNS_KEY: key, APNS_KEY_ID: keyId, APNS_TEAM_ID: teamId, APNS_TOPIC: topic } = env;
  const hasApns = key !== undefined && keyId !== undefined && teamId !== undefined && topic !== undefined;
  const { FCM_SERVICE_ACCOUNT: serviceAccount } = env;
  return {
    hosts: env.PUSH_HOSTS ?? [],
    contact: env.PUSH_CONTACT,
    apns: hasApns ? { key, keyId, teamId, topic, url: env.APNS_URL } : undefined,
    fcm: serviceAccount === undefined ? undefined : { serviceAccount, url: env.FCM_URL },
  };
}

/** Whether only this machine reaches that host name or address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function contradictions(env: Settings): string[] {
  const problems: string[] = [];
  if (!isLoopback(env.HOST) && env.PARLEY_ORIGIN === undefined) {
    problems.push(
      `HOST=${env.HOST} can be reached from other machines, so Parley must know its address: set PARLEY_ORIGIN=https://….`,
    );
  }
  if ((env.TURN_URLS === undefined) !== (env.TURN_SECRET === undefined)) {
    problems.push('TURN_URLS and TURN_SECRET belong together: set both or neither.');
  }
  if (env.NATS_URL !== undefined && env.PARLEY_SECRET === undefined) {
    problems.push('Several nodes need one secret: set PARLEY_SECRET to the same on each.');
  }
  problems.push(
    ...togetherOrNot(env, ['STRIPE_SECRET_KEY', 'STRIPE_PRICE_ID', 'STRIPE_WEBHOOK_SECRET']),
    ...togetherOrNot(env, ['SMTP_URL', 'MAIL_FROM']),
    ...togetherOrNot(env, ['APNS_KEY', 'APNS_KEY_ID', 'APNS_TEAM_ID', 'APNS_TOPIC']),
  );
  return problems;
}

/**
 * Reads the settings from environment variables; an empty one counts as left out.
 *
 * @throws ConfigError with one sentence for each setting that has to change
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => issue.message));
  const settings = parsed.data;
  const problems = contradictions(settings);
  if (problems.length > 0) throw new ConfigError(problems);
  const { TURN_URLS: urls, TURN_SECRET: secret, PARLEY_ORIGIN: origin } = settings;
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: resolve(settings.PARLEY_DATA),
    origin,
    mode: settings.PARLEY_ENV,
    // A loopback address behind a public name is a reverse proxy's back end, not somebody's desk.
    local: isLoopback(settings.HOST) && (origin === undefined || isLoopback(new URL(origin).hostname)),
    databaseUrl: settings.DATABASE_URL,
    turn: urls === undefined || secret === undefined ? undefined : { urls, secret },
    preconnect: settings.PRECONNECT,
    natsUrl: settings.NATS_URL,
    secret: settings.PARLEY_SECRET,
    placingRequires: settings.PLACING_REQUIRES,
    rolloutAtFirst: settings.PARLEY_ROLLOUT,
    verifiedBy: settings.VERIFIED_BY,
    stripe: toStripe(settings),
    mail:
      settings.SMTP_URL === undefined || settings.MAIL_FROM === undefined
        ? undefined
        : { url: settings.SMTP_URL, from: settings.MAIL_FROM },
    sms:
      settings.SMS_HTTP_URL === undefined
        ? undefined
        : { url: settings.SMS_HTTP_URL, token: settings.SMS_HTTP_TOKEN },
    push: toPush(settings),
    logLevel: settings.LOG_LEVEL ?? (settings.PARLEY_ENV === 'production' ? 'info' : 'warn'),
  };
}

/** What the operator has decided, as the rest of the house asks for it. */
export function policyOf({ placingRequires, verifiedBy, preconnect }: Config): Policy {
  return { placingRequires, verifiedBy, preconnect: preconnect === 'on' };
}

/** The origins whose pages may act for a signed-in person (ACC-7, WIRE-3); the first is the one to show. */
export function originsOf(config: Pick<Config, 'origin' | 'host'>, port: number): [string, ...string[]] {
  if (config.origin !== undefined) return [config.origin];
  const toOrigin = (name: string): string => new URL(`http://${name}:${port}`).origin;
  const host = config.host.includes(':') && !config.host.startsWith('[') ? `[${config.host}]` : config.host;
  const usual = ['localhost', '127.0.0.1', '[::1]'];
  // `localhost` does not lead to 127.0.0.2: then the address itself is the one to show.
  if (!usual.includes(host)) return [toOrigin(host)];
  return [toOrigin('localhost'), toOrigin('127.0.0.1'), toOrigin('[::1]')];
}
