// The folders that the tools work on.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, wherever the command was called from. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where npm puts packages, and where our own stamps go: nobody commits it, `npm ci` clears it. */
export const NODE_MODULES = join(ROOT, 'node_modules');

/** A file or folder below the root. @param {string[]} parts */
export const inRoot = (...parts) => join(ROOT, ...parts);
