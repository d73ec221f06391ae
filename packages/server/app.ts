import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CallId } from '@parley/protocol';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { createAuthenticator } from './auth/authenticator.ts';
import { createDemoLinks } from './auth/demo-links.ts';
import { createPasswords } from './auth/passwords.ts';
import { createRateLimits } from './auth/rate-limits.ts';
import { createToken } from './auth/tokens.ts';
import { createLocalBus } from './bus/local.ts';
import { createNatsBus } from './bus/nats.ts';
import { endAtDeadline } from './commands/call-end.ts';
import { originsOf } from './config.ts';
import type { Config } from './config.ts';
import { createCallRoutes } from './effects/call-routes.ts';
import { createJudgements } from './effects/judgements.ts';
import { createEffects } from './effects/run.ts';
import { startSweeper } from './effects/sweeper.ts';
import { createHttpServer } from './http/server.ts';
import type { Bus, Clock, Log, Passwords, Ports, RateLimits } from './ports.ts';
import { migrate, openDatabase } from './store/database.ts';
import type { DatabaseLocation } from './store/database.ts';
import type { Database } from './store/schema.ts';
import { createStores } from './store/stores.ts';
import { createTransaction } from './store/transaction.ts';
import { canRelay, createIceServers } from './turn/credentials.ts';
import { createGateway } from './ws/gateway.ts';

/** What an app is made of besides its settings; tests exchange some parts. */
export interface AppParts {
  database: DatabaseLocation;
  log: Log;
  clock?: Clock;
  passwords?: Passwords;
  rateLimits?: RateLimits;
  /** The folder of the built web app. */
  webRoot?: string;
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

/** Requests that are still under way get this long to end, in milliseconds. */
const DRAIN_LIMIT_MS = 3_000;

async function closeHttp(http: FastifyInstance): Promise<void> {
  const impatient = setTimeout(() => http.server.closeAllConnections(), DRAIN_LIMIT_MS);
  await http.close();
  clearTimeout(impatient);
}

type Effects = ReturnType<typeof createEffects>;

/** Everything that commands and handlers ask for, and the effects behind `run`. */
function createPorts(
  config: Config,
  parts: AppParts,
  db: Kysely<Database>,
  bus: Bus,
): { ports: Ports; effects: Effects } {
  const { log, clock = Date.now } = parts;
  const stores = createStores(db);
  const routes = createCallRoutes(stores.calls.find, clock);
  const ringEnded = (callId: CallId): void => {
    endAtDeadline(ports, callId).catch((error: unknown) => {
      // The sweeper looks again.
      log.error({ error, callId }, 'could not end a call at its deadline');
    });
  };
  const effects = createEffects({ bus, routes, clock, ringEnded });
  const ports: Ports = {
    stores,
    transaction: createTransaction(db),
    run: effects.run,
    routes,
    judgements: createJudgements(),
    clock,
    random: { uuid: randomUUID, token: createToken },
    passwords: parts.passwords ?? createPasswords(),
    rateLimits: parts.rateLimits ?? createRateLimits({ loose: config.local && config.mode === 'demo' }),
    demoLinks: createDemoLinks(),
    mode: config.mode,
    iceServers: createIceServers(config.turn, clock),
    hasRelay: canRelay(config.turn),
    log,
  };
  return { ports, effects };
}

/** Opens what a node stands on; what cannot be opened is let go of again. */
async function openFoundations(
  config: Config,
  { database, log }: AppParts,
): Promise<{ db: Kysely<Database>; bus: Bus }> {
  const db = openDatabase(database, (error) => log.warn({ error }, 'a database connection broke'));
  try {
    await migrate(db);
    const bus = config.natsUrl === undefined ? createLocalBus() : await createNatsBus(config.natsUrl, log);
    return { db, bus };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Puts a node together: the only place that knows which adapter stands behind which port. */
export async function createApp(config: Config, parts: AppParts): Promise<App> {
  const { db, bus } = await openFoundations(config, parts);
  const { ports, effects } = createPorts(config, parts, db, bus);
  const authenticator = createAuthenticator(ports);
  let port = config.port;
  const origins = (): [string, ...string[]] => originsOf(config, port);
  const checks = {
    database: async () => (await sql`select 1`.execute(db)).rows.length === 1,
    bus: () => bus.isReady(),
  };
  const webRoot = parts.webRoot ?? WEB_ROOT;
  const http = await createHttpServer({ ports, authenticator, origins, checks, webRoot });
  const gateway = createGateway({ ports, bus, authenticator, origins });
  gateway.attach(http.server);
  const sweeper = startSweeper(ports);

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
      effects.close();
      await bus.close();
      await db.destroy();
    },
  };
}
