import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const PAGES = {
  parley: new URL('../pages/parley.ts', import.meta.url),
  peerjs: new URL('../pages/peerjs.ts', import.meta.url),
  'simple-peer': new URL('../pages/simple-peer.ts', import.meta.url),
  'hand-written': new URL('../pages/hand-written.ts', import.meta.url),
};

export type PageName = keyof typeof PAGES;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The scripts of these pages as a browser takes them: a text for each file below /bench/. */
export async function buildPages(names: readonly PageName[]): Promise<ReadonlyMap<string, string>> {
  const input = Object.fromEntries(names.map((name) => [name, fileURLToPath(PAGES[name])]));
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input, output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' } },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  return new Map(outputs.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one.code] as const] : [])));
}
