// Builds the web app when something that goes into it has changed.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { runQuietly } from './child.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { inRoot, NODE_MODULES } from './places.mjs';
import { Problem } from './problem.mjs';

const SOURCES = ['apps/web', 'packages/protocol', 'packages/core', 'packages/client'];
const FILES = ['package-lock.json', 'tsconfig.base.json'];
const COMPRESSIBLE = /\.(?:js|css|html|svg|webmanifest)$/;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist']);

const STAMP = join(NODE_MODULES, '.parley-web-stamp');
const DRAFT = join(NODE_MODULES, '.parley-web-build');
const DIST = inRoot('apps/web/dist');

/**
 * Builds if needed; throws a Problem if that fails.
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether there is a web app to serve
 */
export async function ensureWebBuilt(node24, env) {
  if (!existsSync(inRoot('apps/web/vite.config.ts'))) {
    console.error('The web app is missing (no apps/web/vite.config.ts): only the API will be served.');
    return false;
  }
  const fingerprint = sourcesFingerprint();
  if (!isBuilt(fingerprint)) await oneAtATime(() => build(fingerprint, node24, env));
  return true;
}

/**
 * @param {string} fingerprint
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 */
async function build(fingerprint, node24, env) {
  if (isBuilt(fingerprint)) return; // the command that we waited for has done it
  console.log('Building the web app …');
  const startedMs = Date.now();
  const vite = join(NODE_MODULES, 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', inRoot('apps/web'), '--outDir', DRAFT, '--emptyOutDir', '--logLevel', 'warn'];
  const { code, output } = await runQuietly(node24, args, { ...env, NODE_ENV: 'production' });
  if (code !== 0) {
    throw new Problem(`${output.trim()}\n\nThe web app could not be built; the message is above.`);
  }
  filesBelow(DRAFT)
    .filter((path) => COMPRESSIBLE.test(path))
    .forEach(compress);
  // A server that is running from this folder never sees half a build.
  rmSync(DIST, { recursive: true, force: true });
  renameSync(DRAFT, DIST);
  writeFileSync(STAMP, fingerprint);
  console.log(`Built in ${((Date.now() - startedMs) / 1000).toFixed(1)} s.`);
}

/**
 * Once here instead of at each request: the server sends the form that the browser takes.
 * @param {string} path
 */
function compress(path) {
  const content = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content));
}

/** @param {string} fingerprint */
function isBuilt(fingerprint) {
  return (
    existsSync(join(DIST, 'index.html')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint
  );
}

function sourcesFingerprint() {
  const hash = createHash('sha256');
  for (const file of [
    ...FILES.map((name) => inRoot(name)),
    ...SOURCES.flatMap((name) => filesBelow(inRoot(name))),
  ]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return [path];
      return entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) ? filesBelow(path) : [];
    });
}
