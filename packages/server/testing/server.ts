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
  const config: Config = { ...parseConfig({ PORT: '0' }), ...options.config };
  const { clock, rateLimits, webRoot } = options;
  const app = await createApp(config, {
    database,
    log: options.log ?? createErrorLog(errors),
    passwords: options.passwords ?? createQuickPasswords(),
    ...(clock === undefined ? {} : { clock }),
    ...(rateLimits === undefined ? {} : { rateLimits }),
    ...(webRoot === undefined ? {} : { webRoot }),
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
