import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
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

export default defineConfig(({ mode }) => {
  const server = loadEnv(mode, '.', 'PARLEY_')['PARLEY_DEV_SERVER'] ?? 'http://127.0.0.1:3001';
  const passOn = { target: server, changeOrigin: false };
  return {
    publicDir: 'pwa',
    plugins: [englishOnly(), react()],
    server: {
      proxy: { '/api': passOn, '/healthz': passOn, '/readyz': passOn, '/ws': { ...passOn, ws: true } },
    },
    build: {
      target: ['chrome111', 'firefox114', 'safari16.4'],
      // Nothing inline: the content security policy allows files of our own only.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
});
