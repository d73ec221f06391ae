// Starting programs: in the foreground until they end, or quietly with their output kept.

import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';

import { ROOT } from './places.mjs';

/** @typedef {{ code: number, output: string }} Finished */

/**
 * Ctrl-C reaches every process of the terminal, and npm passes it on once more: within this time it is one wish.
 */
const SAME_SIGNAL_MS = 1000;

/** How soon we notice that npm was killed. */
const PARENT_CHECK_MS = 300;

let pdeathsigFound = /** @type {boolean | undefined} */ (undefined);

/** Whether this machine can tie a child to its parent's life (util-linux's setpriv). */
function hasPdeathsig() {
  pdeathsigFound ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;
  return pdeathsigFound;
}

/**
 * Starts a long-running child that does not outlive us: signals are passed on, and where the system can,
 * it is told to stop even if we are killed. It is alone in its process group, so it hears each signal once.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ ended: Promise<number>, stop: (signal: NodeJS.Signals) => void }} the exit code, 128+n after signal n
 */
export function startTied(file, args, env) {
  const command = hasPdeathsig() ? ['setpriv', '--pdeathsig', 'TERM', file, ...args] : [file, ...args];
  const [program = file, ...rest] = command;
  const child = spawn(program, rest, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`could not start ${file}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(exitCode(code, signal)));
  });
  return { ended, stop: (signal) => void child.kill(signal) };
}

/**
 * Passes the wish to stop on to the children, once per wish: Ctrl-C, a polite kill, a closed terminal,
 * and the death of the npm that started us, which tells nobody.
 * @param {(signal: NodeJS.Signals) => void} stop
 */
export function onStopSignal(stop) {
  let lastMs = -Infinity;
  /** @param {NodeJS.Signals} signal */
  const once = (signal) => {
    const nowMs = performance.now();
    if (nowMs - lastMs > SAME_SIGNAL_MS) stop(signal);
    lastMs = nowMs;
  };
  process.on('SIGINT', () => once('SIGINT'));
  process.on('SIGTERM', () => once('SIGTERM'));
  process.on('SIGHUP', () => once('SIGTERM'));
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    once('SIGTERM');
  }, PARENT_CHECK_MS);
  watch.unref();
}

/**
 * Runs a program to its end in our terminal.
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code
 */
export function runHere(file, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, env, stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(`could not start ${file}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(exitCode(code, signal)));
  });
}

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Finished>}
 */
export function runQuietly(file, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: exitCode(code, signal), output }));
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
