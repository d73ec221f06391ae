// Runs coturn for a Parley that was given no TURN_URLS, where it is installed: tied to this process.

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '../config.ts';
import { bareEnvironment, commandAs, tieToUs, unprivileged } from '../run-as.ts';
import { askRelays } from './ask-relays.ts';
import type { Relay } from './credentials.ts';
import { placeRelay, relayUrls, writeRelayConfig } from './relay-config.ts';
import { answersStun, findRelayPort } from './relay-port.ts';
import { noteRelay } from './running-relay.ts';

/** A relay that runs. */
export interface EmbeddedRelay {
  turn: Relay;
  /** Harmless twice. */
  stop: () => Promise<void>;
}

const START_LIMIT_MS = 5_000;
const STOP_LIMIT_MS = 3_000;
/** Of what coturn says, so much is kept for the case that it does not start. Addresses of people are never stored. */
const MOST_LINES = 10;

function isInstalled(): boolean {
  return spawnSync('turnserver', ['--version'], { env: bareEnvironment() }).error === undefined;
}

/** The same from start to start, so that credentials outlive a restart of the server. */
function loadSecret(dataDir: string): string {
  const file = join(dataDir, 'turn-secret');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

const portFile = (dataDir: string): string => join(dataDir, 'turn-port');

/** Running calls know the relay by it: with another one they would not find it after a restart of the server. */
function lastPort(dataDir: string): number | undefined {
  if (!existsSync(portFile(dataDir))) return undefined;
  const port = Number(readFileSync(portFile(dataDir), 'utf8'));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/**
 * Starts a relay with a safe configuration; undefined where none can or need run here, which `say` explains. Calls
 * work without a relay wherever two devices can reach each other directly, so nothing of this stops Parley's start.
 */
export async function startTurn(
  config: Pick<Config, 'dataDir' | 'host' | 'origin' | 'local'>,
  say: (line: string) => void,
): Promise<EmbeddedRelay | undefined> {
  if (!isInstalled()) return undefined;
  const place = placeRelay(config);
  if (place === undefined) {
    say(
      'no relay for calls: set TURN_URLS and TURN_SECRET, so that calls also work through strict firewalls',
    );
    return undefined;
  }
  const secret = loadSecret(config.dataDir);
  const port = await findRelayPort(place.listenIp, lastPort(config.dataDir));
  writeFileSync(portFile(config.dataDir), String(port));
  const folder = mkdtempSync(join(tmpdir(), 'parley-turn-'));
  const conf = join(folder, 'turnserver.conf');
  writeFileSync(conf, writeRelayConfig(place, port, secret, folder), { mode: 0o600 });
  const lines: string[] = [];
  const relay = launch(conf, folder, lines);
  const stop = stopOnce(relay);
  const started = await Promise.race([
    answersStun(place.listenIp ?? '127.0.0.1', port, START_LIMIT_MS),
    gone(relay),
  ]);
  // Read once; a killed server leaves nothing behind.
  rmSync(folder, { recursive: true, force: true });
  if (started === true) {
    const urls = relayUrls(place, port);
    await warmUp({ urls, secret });
    const forget = noteRelay(config.dataDir, urls);
    return {
      turn: { urls, secret },
      stop: async () => {
        forget();
        await stop();
      },
    };
  }
  await stop();
  say(['coturn did not start, so calls have no relay. It said:', ...lines].join('\n  '));
  return undefined;
}

/** Users that root hands the relay to, best first; never the database's, whose files it has no business with. */
const UNPRIVILEGED_USERS = ['turnserver', 'nobody'];

/**
 * coturn 4.6 refuses the first credentials after its start (401), whoever shows them, and a browser does not ask twice:
 * the first call would have no relay on one side. So the first are ours.
 */
async function warmUp(turn: Relay): Promise<void> {
  await askRelays(turn, Date.now, START_LIMIT_MS);
}

function launch(conf: string, folder: string, lines: string[]): ChildProcess {
  const identity = unprivileged(UNPRIVILEGED_USERS);
  if (identity === undefined) throw new Error('this machine has neither a "turnserver" nor a "nobody" user');
  if (identity.kind === 'user')
    for (const path of [folder, conf]) chownSync(path, identity.uid, identity.gid);
  const command = commandAs(identity, 'turnserver', ['-c', conf], true);
  // Its own process group: Ctrl-C reaches Parley alone, which stops the relay after the calls' sockets.
  const child = spawn(command.file, command.args, {
    ...command.user,
    cwd: folder,
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > MOST_LINES) lines.shift();
    });
  }
  child.on('error', (error) => lines.push(error.message));
  if (child.pid !== undefined) child.once('exit', tieToUs(child.pid));
  return child;
}

function gone(child: ChildProcess): Promise<'gone'> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve('gone');
    child.once('exit', () => resolve('gone'));
    child.once('error', () => resolve('gone'));
  });
}

function stopOnce(relay: ChildProcess): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= (async () => {
      const impatient = setTimeout(() => relay.kill('SIGKILL'), STOP_LIMIT_MS);
      relay.kill('SIGTERM');
      await gone(relay);
      clearTimeout(impatient);
    })();
    return stopping;
  };
}
