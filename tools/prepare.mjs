// What every command does first: packages, then Node 24.

import { ensureInstalled } from './install.mjs';
import { environmentFor, findNode24 } from './node24.mjs';

/** @returns {Promise<{ node24: string, env: NodeJS.ProcessEnv }>} */
export async function prepare() {
  await ensureInstalled();
  const node24 = findNode24();
  return { node24, env: environmentFor(node24) };
}
