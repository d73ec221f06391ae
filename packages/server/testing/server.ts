import { hash, verify } from '@node-rs/argon2';
import { createApp } from '../app.ts';
import type { App } from '../app.ts';
import { createPasswords } from '../auth/passwords.ts';
import { parseConfig } from '../config.ts';
import type { Config } from '../config.ts';
import type { Clock, Log, Passwords, Ports, RateLimits } from '../ports.ts';
import type { DatabaseLocation } from '../store/database.ts';
import { createTestDatabase } from './database.ts';

export interface TestServerOptions {
  clock?: Clock;
  passwords?: Passwords;
  rateLimits?: RateLimits;
  /** Settings that differ from those of a first try on one's own machine. */
  config?: Partial<Config>;
  /** The database of another test server: a second node, or the same one after a restart. */
  database?: DatabaseLocation;
  webRoot?: string;
  log?: Log;
  /** Jobs are added always; they run only where a test is about them. */
  runsJobs?: boolean;
  pushCertificate?: string;
}

/** A node on a free port with a database of its own. */
export interface TestServer {
  origin: string;
  app: App;
  ports: Ports;
  database: DatabaseLocation;
  /** What was logged as an error; a test that expects none says so. */
  errors: object[];
  /** Also drops the database, unless it was given. */
  close: () => Promise<void>;
}

/** All test servers are nodes of one Parley. */
const TEST_SECRET = 'a secret for tests that is long enough';

const QUICK = { memoryCost: 8, timeCost: 1, parallelism: 1 };

/** Real argon2id at next to no cost. */
export function createQuickPasswords(): Passwords {
  return createPasswords({ hash: (password) => hash(password, QUICK), verify });
}

function createErrorLog(errors: object[]): Log {
  return {
    info: () => undefined,
    warn: () => undefined,
    error: (fields, message) => void errors.push({ ...fields, message }),
  };
}

export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const own = options.database === undefined ? await createTestDatabase() : undefined;
  const database = options.database ?? own?.database;
  if (database === undefined) throw new Error('no database');
  const errors: object[] = [];
  // Premium is the subject of few tests.
  const usual = parseConfig({ PORT: '0', PLACING_REQUIRES: 'nobody', PARLEY_SECRET: TEST_SECRET });
  const config: Config = { ...usual, ...options.config };
  const { clock, rateLimits, webRoot, pushCertificate, runsJobs = false } = options;
  const app = await createApp(config, {
    database,
    secret: Buffer.from(config.secret ?? TEST_SECRET),
    log: options.log ?? createErrorLog(errors),
    passwords: options.passwords ?? createQuickPasswords(),
    ...(clock === undefined ? {} : { clock }),
    ...(rateLimits === undefined ? {} : { rateLimits }),
    ...(webRoot === undefined ? {} : { webRoot }),
    ...(pushCertificate === undefined ? {} : { pushCertificate }),
    runsJobs,
  });
  const { origin } = await app.listen();
  return {
    origin,
    app,
    ports: app.ports,
    database,
    errors,
    async close() {
      await app.close();
      await own?.drop();
    },
  };
}
