import { resolve } from 'node:path';
import { z } from 'zod';

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
  natsUrl: string | undefined;
  logLevel: LogLevel;
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
    .transform((list) =>
      list
        .split(',')
        .map((url) => url.trim())
        .filter((url) => url !== ''),
    )
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
  NATS_URL: urlOf(
    /^(nats|tls|wss?)$/,
    'NATS_URL must look like nats://host:4222, or be left out for a single node.',
  ).optional(),
  LOG_LEVEL: LogLevel.optional(),
});

/** Whether only this machine reaches that host name or address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function contradictions(env: z.infer<typeof Environment>): string[] {
  const problems: string[] = [];
  if (!isLoopback(env.HOST) && env.PARLEY_ORIGIN === undefined) {
    problems.push(
      `HOST=${env.HOST} can be reached from other machines, so Parley must know its address: set PARLEY_ORIGIN=https://….`,
    );
  }
  if ((env.TURN_URLS === undefined) !== (env.TURN_SECRET === undefined)) {
    problems.push('TURN_URLS and TURN_SECRET belong together: set both or neither.');
  }
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
    natsUrl: settings.NATS_URL,
    logLevel: settings.LOG_LEVEL ?? (settings.PARLEY_ENV === 'production' ? 'info' : 'warn'),
  };
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
