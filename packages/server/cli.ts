// The command line: `npm run parley -- admin …` and `npm run parley doctor`. Puts together what a command needs, as app.ts does for a node.

import { randomUUID } from 'node:crypto';
import { createHealth } from './admin/health.ts';
import { createProbes } from './admin/probes.ts';
import { explain } from './admin/cli/explain.ts';
import { parseCommand } from './admin/cli/parse.ts';
import { runCommand } from './admin/cli/run.ts';
import type { CliPorts } from './admin/cli/run.ts';
import { USAGE } from './admin/cli/usage.ts';
import { createToken } from './auth/tokens.ts';
import { ConfigError, parseConfig, policyOf } from './config.ts';
import type { Config } from './config.ts';
import { writeFinding, writeSum } from './doctor/finding.ts';
import { runDoctor } from './doctor/run-doctor.ts';
import { createLog } from './logging.ts';
import { watchRollout } from './rollout/watch-rollout.ts';
import { openDatabase } from './store/database.ts';
import type { DatabaseLocation } from './store/database.ts';
import { findRunningPostgres, hasEmbeddedPostgres, startEmbeddedPostgres } from './store/embedded.ts';
import { createRolloutStore } from './store/rollout.ts';
import { createStores } from './store/stores.ts';
import { createTransaction } from './store/transaction.ts';
import { askRelays } from './turn/ask-relays.ts';
import { readVersion } from './version.ts';

const WRONG_COMMAND = 2;
const RELAY_LIMIT_MS = 3_000;

/** Told as it is, with exit code 1. */
class CliError extends Error {}

type Close = () => Promise<void>;

/** The database of DATABASE_URL, of the server that runs here, or, where none runs, one that is started for this. */
async function findDatabase({
  databaseUrl,
  dataDir,
}: Config): Promise<{ database: DatabaseLocation; stop: Close }> {
  if (databaseUrl !== undefined) return { database: { url: databaseUrl }, stop: async () => undefined };
  const running = findRunningPostgres(dataDir);
  if (running !== undefined) return { database: running, stop: async () => undefined };
  if (!hasEmbeddedPostgres(dataDir)) {
    throw new CliError(
      `There is no Parley in ${dataDir}. Set PARLEY_DATA or DATABASE_URL as for the server, or start it once.`,
    );
  }
  const { connection, stop } = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  return { database: connection, stop };
}

/** Everything a command may ask for. */
async function openPorts(config: Config): Promise<{ ports: CliPorts; close: Close }> {
  const log = createLog('silent');
  const { database, stop } = await findDatabase(config);
  const db = openDatabase(database, () => undefined);
  const closeDatabase = async (): Promise<void> => {
    await db.destroy();
    await stop();
  };
  try {
    const rollout = await watchRollout({ ...createRolloutStore(db), log });
    const policy = policyOf(config);
    const stores = createStores(db, policy, rollout);
    const { apns, fcm } = config.push;
    const senders = { web: true, apns: apns !== undefined, fcm: fcm !== undefined };
    const probes = createProbes({
      ...{ config, clock: Date.now, health: stores.health, push: { senders }, bus: undefined },
      askRelays:
        config.turn === undefined ? undefined : () => askRelays(config.turn, Date.now, RELAY_LIMIT_MS),
    });
    const ports: CliPorts = {
      stores,
      transaction: createTransaction(db, policy, rollout),
      clock: Date.now,
      random: { uuid: randomUUID, token: createToken },
      health: createHealth({ version: readVersion(), clock: Date.now, probes }),
    };
    const close = async (): Promise<void> => {
      await rollout.close();
      await closeDatabase();
    };
    return { ports, close };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

/** `npm run parley doctor`. @returns 1 where something must be mended (DOC-7) */
async function doctor(): Promise<number> {
  const findings = await runDoctor(parseConfig(process.env), {
    clock: Date.now,
    env: process.env,
    onFinding: (finding) => console.log(writeFinding(finding)),
  });
  console.log(`\n${writeSum(findings)}`);
  return findings.some(({ status }) => status === 'failed') ? 1 : 0;
}

/** @returns the exit code: 0 done, 1 refused or not possible, 2 no such command */
async function main(words: readonly string[]): Promise<number> {
  if (words.length === 1 && words[0] === 'doctor') return await doctor();
  const parsed = parseCommand(words);
  if (parsed.outcome === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (parsed.outcome === 'wrong') {
    console.error(`${parsed.why}\n\n${USAGE}`);
    return WRONG_COMMAND;
  }
  const { ports, close } = await openPorts(parseConfig(process.env));
  try {
    const { json, text } = await runCommand(ports, parsed.command);
    console.log(parsed.json ? JSON.stringify(json, null, 2) : text);
    return 0;
  } finally {
    await close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isTold = error instanceof CliError || error instanceof ConfigError;
  // What an operator can mend is a sentence; anything else is ours to mend and keeps its stack.
  console.error(isTold ? error.message : (explain(error) ?? error));
  process.exitCode = 1;
}
