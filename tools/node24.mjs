// Finds the Node that Parley runs on. The tools themselves start on the Node that is there.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { NODE_MODULES } from './places.mjs';
import { Problem } from './problem.mjs';

const NEEDED_MAJOR = 24;

/** The path of a Node 24 or later. Throws a Problem if there is none. */
export function findNode24() {
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath;
  const installed = join(NODE_MODULES, '.bin', 'node');
  if (existsSync(installed)) {
    const { status, stdout } = spawnSync(installed, ['--version'], { encoding: 'utf8' });
    if (status === 0 && Number.parseInt(stdout.slice(1), 10) >= NEEDED_MAJOR) return installed;
  }
  throw new Problem(
    `Parley runs on Node ${NEEDED_MAJOR}. This is Node ${process.versions.node}, and npm has no Node ${NEEDED_MAJOR} ` +
      `for ${process.platform}-${process.arch} that runs here. Install it from https://nodejs.org and try again.`,
  );
}

/**
 * The environment in which `node` and every installed program mean Node 24.
 * @param {string} node24
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node24) {
  // Debian keeps servers such as nats-server in /usr/sbin, which ordinary users do not have in their PATH.
  const path = [dirname(node24), join(NODE_MODULES, '.bin'), process.env['PATH'], '/usr/sbin'].join(
    delimiter,
  );
  return { ...process.env, PATH: path };
}
