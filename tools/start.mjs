// `npm start`: from a fresh clone to a running Parley. Runs on Node 20 with nothing installed.
// `npm run dev` (--dev): the same, with reload on every change.

import { join } from 'node:path';

import { ensureWebBuilt } from './build-web.mjs';
import { onStopSignal, startTied } from './child.mjs';
import { inRoot, NODE_MODULES } from './places.mjs';
import { prepare } from './prepare.mjs';
import { Problem, runMain } from './problem.mjs';

const SERVER = inRoot('packages/server/main.ts');

/**
 * The server in the foreground, serving the built web app.
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 */
async function start(node24, env) {
  await ensureWebBuilt(node24, env);
  const server = startTied(node24, [SERVER], env);
  onStopSignal(server.stop);
  return server.ended;
}

/**
 * vite answers on PORT and passes the server's routes on to the port after it.
 * @param {string} node24
 * @param {NodeJS.ProcessEnv} env
 */
async function startDev(node24, env) {
  const port = Number(env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65534) throw new Problem('PORT must be a port number.');
  const serverPort = port + 1;
  const devEnv = {
    PARLEY_ORIGIN: `http://localhost:${port}`,
    ...env,
    PARLEY_DEV_SERVER: `http://127.0.0.1:${serverPort}`,
  };
  const watch = ['--watch', '--watch-preserve-output', SERVER];
  const server = startTied(node24, watch, { ...devEnv, PORT: String(serverPort) });
  const vite = join(NODE_MODULES, 'vite', 'bin', 'vite.js');
  const web = startTied(
    node24,
    [vite, inRoot('apps/web'), '--port', String(port), '--strictPort', '--host', env['HOST'] ?? 'localhost'],
    devEnv,
  );
  /** @param {NodeJS.Signals} signal */
  const stopBoth = (signal) => {
    server.stop(signal);
    web.stop(signal);
  };
  onStopSignal(stopBoth);
  const first = await Promise.race([server.ended, web.ended]);
  stopBoth('SIGTERM');
  await Promise.all([server.ended, web.ended]);
  return first;
}

await runMain(async () => {
  const { node24, env } = await prepare();
  return process.argv.includes('--dev') ? startDev(node24, env) : start(node24, env);
});
