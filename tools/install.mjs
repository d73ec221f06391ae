// Brings node_modules in line with package-lock.json, without needing anything but Node 20 and npm.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runQuietly } from './child.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { inRoot, NODE_MODULES } from './places.mjs';
import { Problem } from './problem.mjs';

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} LockedPackage */

/** What npm says when it is the network's fault. */
const NETWORK_FAILURE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

const LOCK = inRoot('package-lock.json');

/** Which lock file our last `npm ci` was for; someone else's install is recognised by what is there. */
const STAMP = join(NODE_MODULES, '.parley-install-stamp');

/** How often a silent `npm ci` is seen to be alive. */
const PROGRESS_MS = 5000;

/** Installs if needed; throws a Problem if that fails. */
export async function ensureInstalled() {
  if (reasonToInstall() !== undefined) await oneAtATime(install);
}

async function install() {
  const why = reasonToInstall();
  if (why === undefined) return; // the command that we waited for has done it
  console.log(`Installing packages (${why}) …`);
  const startedMs = Date.now();
  const seconds = () => Math.round((Date.now() - startedMs) / 1000);
  const progress = setInterval(() => console.log(`  still installing, ${seconds()} s`), PROGRESS_MS);
  const { code, output } = await npm([
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ]);
  clearInterval(progress);
  if (code === 0) {
    writeFileSync(STAMP, lockFingerprint());
    console.log(`Installed in ${seconds()} s.`);
    return;
  }
  const advice = NETWORK_FAILURE.test(output)
    ? 'The npm registry could not be reached. Check the network (npm ping) and run this command again.'
    : 'npm ci failed; its message is above. Nothing was started.';
  throw new Problem(`${errorLines(output)}\n\n${advice}`);
}

/** @returns {string | undefined} */
function reasonToInstall() {
  // npm writes this as its last step: an install that was interrupted has none.
  const done = join(NODE_MODULES, '.package-lock.json');
  if (!existsSync(done)) return 'first start, this takes a minute';
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockFingerprint()) return undefined;
  const complete = isInstalled(readPackages(LOCK), readPackages(done));
  return complete ? undefined : 'package-lock.json has changed';
}

function lockFingerprint() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}

/**
 * Whether everything in the lock file is there in that version, whoever installed it.
 * Optional packages may be absent: most are for other platforms.
 * @param {Record<string, LockedPackage>} wanted
 * @param {Record<string, LockedPackage>} present
 */
export function isInstalled(wanted, present) {
  return Object.entries(wanted).every(([path, { version, integrity, link, optional }]) => {
    if (!path.includes('node_modules/') || link) return true;
    const found = present[path];
    if (found === undefined) return optional === true;
    const comparable = integrity !== undefined && found.integrity !== undefined;
    return found.version === version && (!comparable || found.integrity === integrity);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** The first lines of npm's complaint, without its warnings and its page of usage. @param {string} output */
function errorLines(output) {
  const lines = output.split('\n').filter((line) => line.startsWith('npm error'));
  return lines.length === 0 ? output.trim() : lines.slice(0, 20).join('\n');
}

/** The npm that called us, if one did: the PATH may hold another. @param {string[]} args */
function npm(args) {
  const script = process.env['npm_execpath'];
  return script?.endsWith('npm-cli.js')
    ? runQuietly(process.execPath, [script, ...args])
    : runQuietly('npm', args);
}
