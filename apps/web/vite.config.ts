import react from '@vitejs/plugin-react';
import { build, defineConfig, loadEnv } from 'vite';
import type { Plugin } from 'vite';

const OTHER_LOCALES = /react-aria.*\/intl\/.*\/(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/;

/** The app speaks English only so far (main.tsx sets the locale): React Aria's other languages stay out. */
function englishOnly(): Plugin {
  return {
    name: 'parley:english-only',
    enforce: 'pre',
    load: (id) => (OTHER_LOCALES.test(id) ? 'export default {}' : null),
  };
}

const TARGET = ['chrome111', 'firefox114', 'safari16.4'];
const WORKER = '/sw.js';

/**
 * The service worker in one classic script: not every browser takes modules there, and it must run alone, long after
 * the files of a build are gone.
 */
async function buildWorker(): Promise<string> {
  const built = await build({
    configFile: false,
    root: import.meta.dirname,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: TARGET,
      modulePreload: false,
      rolldownOptions: { input: 'pwa/worker/main.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const chunk = bundle !== undefined && 'output' in bundle ? bundle.output[0] : undefined;
  if (chunk === undefined) throw new Error('the service worker was not built');
  return chunk.code;
}

/** Puts the service worker at /sw.js: a page elsewhere could not give it the whole app as its scope. */
function serviceWorker(): Plugin {
  return {
    name: 'parley:service-worker',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: WORKER.slice(1), source: await buildWorker() });
    },
    configureServer({ middlewares }) {
      middlewares.use(WORKER, (_request, response, next) => {
        buildWorker().then((code) => {
          response.setHeader('content-type', 'text/javascript');
          response.end(code);
        }, next);
      });
    },
  };
}

export default defineConfig(({ mode }) => {
  const server = loadEnv(mode, '.', 'PARLEY_')['PARLEY_DEV_SERVER'] ?? 'http://127.0.0.1:3001';
  const passOn = { target: server, changeOrigin: false };
  return {
    publicDir: 'pwa/public',
    plugins: [englishOnly(), react(), serviceWorker()],
    server: {
      proxy: { '/api': passOn, '/healthz': passOn, '/readyz': passOn, '/ws': { ...passOn, ws: true } },
    },
    build: {
      target: TARGET,
      // Nothing inline: the content security policy allows files of our own only.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
});
