import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CallId } from '@parley/protocol';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { createHealth } from './admin/health.ts';
import { createProbes } from './admin/probes.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { createDemoLinks } from './auth/demo-links.ts';
import { createPasswords } from './auth/passwords.ts';
import { createRateLimits } from './auth/rate-limits.ts';
import { createToken } from './auth/tokens.ts';
import { createBilling } from './billing/billing.ts';
import { createLocalBus } from './bus/local.ts';
import { createNatsBus } from './bus/nats.ts';
import { endAtDeadline, endLostRings } from './commands/call-end.ts';
import { originsOf, policyOf } from './config.ts';
import type { Config } from './config.ts';
import { createBlind } from './contacts/blind.ts';
import { createCodeSender } from './contacts/code-sender.ts';
import type { CodeSender } from './contacts/code-sender.ts';
import { createContactLimits } from './contacts/limits.ts';
import { createCallRoutes } from './effects/call-routes.ts';
import { createJudgements } from './effects/judgements.ts';
import { createEffects } from './effects/run.ts';
import { startSweeper } from './effects/sweeper.ts';
import { createHttpServer } from './http/server.ts';
import { JOB_CONNECTIONS, migrateJobs, startWorker } from './jobs/worker.ts';
import type { JobWorker } from './jobs/worker.ts';
import { createLogMailer } from './mail/log.ts';
import { createSmtpMailer } from './mail/smtp.ts';
import type { Bus, Clock, Log, Passwords, Ports, RateLimits } from './ports.ts';
import { watchRollout } from './rollout/watch-rollout.ts';
import type { WatchedRollout } from './rollout/watch-rollout.ts';
import { createHttpTexter } from './sms/http.ts';
import { createLogTexter } from './sms/log.ts';
import { openPush } from './push/open-push.ts';
import { migrate, openDatabase, openPool } from './store/database.ts';
import type { DatabaseLocation } from './store/database.ts';
import { createPlanStore } from './store/plans.ts';
import type { Database } from './store/schema.ts';
import { createRolloutStore } from './store/rollout.ts';
import { createStores } from './store/stores.ts';
import { createTransaction } from './store/transaction.ts';
import { canRelay, createIceServers } from './turn/credentials.ts';
import { askRelays } from './turn/ask-relays.ts';
import { readVersion } from './version.ts';
import { createGateway } from './ws/gateway.ts';

/** What an app is made of besides its settings; tests exchange some parts. */
export interface AppParts {
  database: DatabaseLocation;
  log: Log;
  /** What derived keys come from: 32 bytes or more, the same on all nodes, never in the database. */
  secret: Buffer;
  clock?: Clock;
  passwords?: Passwords;
  rateLimits?: RateLimits;
  /** The folder of the built web app. */
  webRoot?: string;
  /** Off where a test has no jobs: they are added all the same. */
  runsJobs?: boolean;
  /** What a test's push services show instead of a certificate of the usual kind. */
  pushCertificate?: string;
}

/** One node of Parley. */
export interface App {
  ports: Ports;
  /** Begins to serve; `origin` is the address to show to people. */
  listen: () => Promise<{ origin: string; port: number }>;
  /** Lets go of sockets, then requests, then the database. */
  close: () => Promise<void>;
}

const WEB_ROOT = fileURLToPath(new URL('../../apps/web/dist', import.meta.url));

/** So long may the relay take to answer the health page, in milliseconds. */
const RELAY_LIMIT_MS = 3_000;

/** Requests that are still under way get this long to end, in milliseconds. */
const DRAIN_LIMIT_MS = 3_000;

async function closeHttp(http: FastifyInstance): Promise<void> {
  const impatient = setTimeout(() => http.server.closeAllConnections(), DRAIN_LIMIT_MS);
  await http.close();
  clearTimeout(impatient);
}

type Effects = ReturnType<typeof createEffects>;

/** BOOK-7: without a way to send, a demo shows the codes to whoever has started it. */
function openCodeSender(config: Config, log: Log, origins: Ports['origins']): CodeSender {
  const { mail, sms, mode } = config;
  const isDemo = mode === 'demo';
  return createCodeSender({
    mailer: mail === undefined ? (isDemo ? createLogMailer(log) : undefined) : createSmtpMailer(mail),
    texter: sms === undefined ? (isDemo ? createLogTexter(log) : undefined) : createHttpTexter(sms),
    host: () => new URL(origins()[0]).host,
  });
}

/** Everything that commands and handlers ask for, and the effects behind `run`. */
function createPorts(
  config: Config,
  parts: AppParts,
  { db, bus, rollout }: Foundations,
  origins: Ports['origins'],
): { ports: Ports; effects: Effects } {
  const { log, clock = Date.now } = parts;
  const policy = policyOf(config);
  const stores = createStores(db, policy, rollout);
  const routes = createCallRoutes(stores.calls.find, clock);
  const ringEnded = (callId: CallId): void => {
    endAtDeadline(ports, callId).catch((error: unknown) => {
      // The sweeper looks again.
      log.error({ error, callId }, 'could not end a call at its deadline');
    });
  };
  const effects = createEffects({ bus, routes, clock, ringEnded });
  const push = openPush({ config, secret: parts.secret, clock, ca: parts.pushCertificate });
  const askAll = (): ReturnType<typeof askRelays> => askRelays(config.turn, clock, RELAY_LIMIT_MS);
  const probes = createProbes({ config, clock, health: stores.health, push, bus, askRelays: askAll });
  const ports: Ports = {
    stores,
    transaction: createTransaction(db, policy, rollout),
    run: effects.run,
    routes,
    judgements: createJudgements(),
    clock,
    random: { uuid: randomUUID, token: createToken },
    passwords: parts.passwords ?? createPasswords(),
    rateLimits: parts.rateLimits ?? createRateLimits({ loose: config.local && config.mode === 'demo' }),
    contactLimits: createContactLimits({ loose: config.local && config.mode === 'demo' }),
    blind: createBlind(parts.secret),
    codeSender: openCodeSender(config, log, origins),
    demoLinks: createDemoLinks(),
    mode: config.mode,
    policy,
    rollout,
    billing: createBilling(config, clock, log),
    secret: parts.secret,
    iceServers: createIceServers(config.turn, clock),
    hasRelay: canRelay(config.turn),
    push,
    origins,
    health: createHealth({ version: readVersion(), clock, probes }),
    log,
  };
  return { ports, effects };
}

function openJobs({ database, log }: AppParts, connections: number): pg.Pool {
  const onError = (error: Error): void => log.warn({ error }, 'a database connection of the jobs broke');
  return openPool(database, onError, { max: connections, application_name: 'parley jobs' });
}

async function updateJobs(parts: AppParts): Promise<void> {
  const pool = openJobs(parts, 1);
  try {
    await migrateJobs(pool, parts.log);
  } finally {
    await pool.end();
  }
}

function runJobs(parts: AppParts, ports: Ports): JobWorker | undefined {
  return parts.runsJobs === false ? undefined : startWorker(openJobs(parts, JOB_CONNECTIONS), ports);
}

interface Foundations {
  db: Kysely<Database>;
  bus: Bus;
  rollout: WatchedRollout;
}

async function openRollout(
  { rolloutAtFirst }: Config,
  db: Kysely<Database>,
  log: Log,
): Promise<WatchedRollout> {
  const store = createRolloutStore(db);
  if (rolloutAtFirst === 'off') await store.switchOff();
  return await watchRollout({ load: () => store.load(), loadVersion: () => store.loadVersion(), log });
}

/** Opens what a node stands on; what cannot be opened is let go of again. */
async function openFoundations(config: Config, parts: AppParts): Promise<Foundations> {
  const { database, log } = parts;
  const db = openDatabase(database, (error) => log.warn({ error }, 'a database connection broke'));
  try {
    await migrate(db);
    if (parts.runsJobs !== false) await updateJobs(parts);
    await createPlanStore(db, policyOf(config)).applyPolicy();
    const bus = config.natsUrl === undefined ? createLocalBus() : await createNatsBus(config.natsUrl, log);
    return { db, bus, rollout: await openRollout(config, db, log) };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Puts a node together: the only place that knows which adapter stands behind which port. */
export async function createApp(config: Config, parts: AppParts): Promise<App> {
  const foundations = await openFoundations(config, parts);
  const { db, bus, rollout } = foundations;
  let port = config.port;
  const origins = (): [string, ...string[]] => originsOf(config, port);
  const { ports, effects } = createPorts(config, parts, foundations, origins);
  const authenticator = createAuthenticator(ports);
  const checks = {
    database: async () => (await sql`select 1`.execute(db)).rows.length === 1,
    bus: () => bus.isReady(),
  };
  const webRoot = parts.webRoot ?? WEB_ROOT;
  const http = await createHttpServer({ ports, authenticator, origins, checks, webRoot });
  const gateway = createGateway({ ports, bus, authenticator, origins });
  gateway.attach(http.server);
  rollout.onChange(() => {
    gateway.tellAll({ type: 'feature.changed' });
    void endLostRings(ports);
  });
  const sweeper = startSweeper(ports);
  const jobs = runJobs(parts, ports);

  return {
    ports,
    async listen() {
      await http.listen({ host: config.host, port: config.port });
      // A server that listens on host and port has such an address; only a unix socket's is a string.
      port = (http.server.address() as AddressInfo).port;
      return { origin: origins()[0], port };
    },
    async close() {
      await gateway.close();
      await closeHttp(http);
      await sweeper.close();
      await rollout.close();
      await jobs?.close();
      ports.push.close();
      effects.close();
      await bus.close();
      await db.destroy();
    },
  };
}
