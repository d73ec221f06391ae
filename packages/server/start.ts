import { createServer } from 'node:net';
import { createApp } from './app.ts';
import { loadSecret } from './auth/secret.ts';
import type { App } from './app.ts';
import type { Config } from './config.ts';
import { createLinks } from './demo/links.ts';
import type { DemoLink } from './demo/links.ts';
import { seedDemo } from './demo/seed.ts';
import type { Log } from './ports.ts';
import type { DatabaseLocation } from './store/database.ts';
import { startEmbeddedPostgres } from './store/embedded.ts';
import { startTurn } from './turn/embedded.ts';

/** Tells the operator what to do; printed as it is. */
export class StartError extends Error {}

/** A Parley that serves. */
export interface Parley {
  origin: string;
  demoLinks: DemoLink[];
  /** Sockets, requests, database, relay: each before what it stands on. */
  stop: () => Promise<void>;
}

type Stop = () => Promise<void>;

function explainListening(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const elsewhere = `start Parley on another one, for example: PORT=${port + 1} PARLEY_DATA=./data-${port + 1} npm start`;
  if (code === 'EADDRINUSE') {
    return new StartError(`Port ${port} is in use, perhaps by another Parley. Stop that, or ${elsewhere}`);
  }
  if (code === 'EACCES') {
    return new StartError(`This user may not listen on port ${port}. Use one from 1024 up: ${elsewhere}`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(
      `HOST=${host} is no address of this machine. Leave HOST out to serve this machine only.`,
    );
  }
  return error;
}

/** Found out before the database is started: it is the usual reason why a start fails. */
async function ensurePortIsFree(config: Config): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(explainListening(error, config)));
    probe.listen({ host: config.host, port: config.port }, () => probe.close(() => resolve()));
  });
}

async function startDatabase(
  config: Config,
  say: (line: string) => void,
): Promise<{ database: DatabaseLocation; stop: Stop }> {
  if (config.databaseUrl !== undefined)
    return { database: { url: config.databaseUrl }, stop: async () => undefined };
  const lines: string[] = [];
  const log = (line: string): void => {
    // PostgreSQL's own lines begin with a date, or with a tab where one goes on; they are worth reading only when it
    // does not start.
    if (/^(\d{4}-\d\d-\d\d |\t)/.test(line)) lines.push(line);
    else say(line);
  };
  try {
    const { connection, stop } = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
    return { database: connection, stop };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError([...lines.slice(-10), why].join('\n'), { cause: error });
  }
}

/** The innermost message: "connect ECONNREFUSED" rather than "could not be brought up to date". */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}

async function openApp(config: Config, database: DatabaseLocation, log: Log, secret: Buffer): Promise<App> {
  try {
    return await createApp(config, { database, log, secret });
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const reason = reasonOf(error);
    throw new StartError(what === reason ? what : `${what}\nThe reason: ${reason}`, { cause: error });
  }
}

async function listen(app: App, config: Config): Promise<string> {
  try {
    return (await app.listen()).origin;
  } catch (error) {
    throw explainListening(error, config);
  }
}

/**
 * Starts everything, in the order in which one thing stands on another. What fails half way is put away again.
 *
 * @param say tells the person at the terminal what takes its time
 */
export async function startParley(config: Config, log: Log, say: (line: string) => void): Promise<Parley> {
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const next of stops.splice(0).reverse()) await next();
  };
  try {
    await ensurePortIsFree(config);
    const { database, stop: stopDatabase } = await startDatabase(config, say);
    stops.push(stopDatabase);
    const relay = config.turn === undefined ? await startTurn(config, say) : undefined;
    if (relay !== undefined) stops.push(relay.stop);
    const secret = await loadSecret(config);
    const app = await openApp({ ...config, turn: config.turn ?? relay?.turn }, database, log, secret);
    stops.push(app.close);
    // Nobody but the person at this machine may have the demo accounts: see "demo accounts only where they belong".
    const isDemo = config.local && config.mode === 'demo';
    if (isDemo) await seedDemo(app.ports);
    const origin = await listen(app, config);
    const demoLinks = isDemo ? await createLinks(app.ports, origin) : [];
    return { origin, demoLinks, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
