// The programs of the operating system that the tests use, and how to get them.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { runHere } from './child.mjs';

/** @typedef {{ names: string[], debian: string, use: string }} Program */

/** @type {Program} */
const CHROMIUM = {
  names: ['chromium', 'chromium-browser', 'google-chrome'],
  debian: 'chromium',
  use: 'the browser tests',
};

/** @type {Program} */
const FIREFOX = {
  names: ['firefox-esr', 'firefox'],
  debian: 'firefox-esr',
  use: 'calls between different browsers',
};

/** @type {Program[]} */
const PROGRAMS = [
  CHROMIUM,
  FIREFOX,
  { names: ['turnserver'], debian: 'coturn', use: 'calls through a TURN relay' },
  { names: ['nats-server'], debian: 'nats-server', use: 'the bus between several servers' },
  { names: ['tcpdump'], debian: 'tcpdump', use: 'what a call sends, seen on the wire' },
];

/** The services that Debian starts with these packages; the tests start their own. */
const SERVICES = ['coturn', 'nats-server'];

/**
 * Installs what is missing where that is possible (root on Debian) and explains it elsewhere.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ chromium: string | undefined, firefox: string | undefined, missing: string[] }>} the browsers' paths; sentences on what is missing
 */
export async function ensureTestPrograms(env) {
  const wanted = PROGRAMS.filter((program) => find(program, env) === undefined);
  if (wanted.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await installOnDebian(wanted.map(({ debian }) => debian));
  }
  const missing = wanted.filter((program) => find(program, env) === undefined);
  return {
    chromium: find(CHROMIUM, env),
    firefox: find(FIREFOX, env),
    missing: missing.map(({ names, debian, use }) => {
      return `${names[0]} (for ${use}): on Debian as root, apt-get install --no-install-recommends ${debian}`;
    }),
  };
}

/**
 * @param {Program} program
 * @param {NodeJS.ProcessEnv} env
 */
function find({ names }, env) {
  const folders = (env['PATH'] ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** @param {string[]} packages */
async function installOnDebian(packages) {
  console.log(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runHere('apt-get', ['update', '-qq'], env);
  const options = ['install', '-y', '-qq', '--no-install-recommends'];
  const code = await runHere('apt-get', [...options, ...packages], env);
  if (code !== 0) console.error(`apt-get ended with code ${code}.`);
  for (const service of SERVICES.filter((name) => packages.includes(name))) {
    const disabled = spawnSync('systemctl', ['disable', '--now', service]).status === 0;
    if (!disabled) spawnSync('service', [service, 'stop']);
  }
}
