import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Running } from '../servers/process.ts';

const html = (name: string): string =>
  `<!doctype html><meta charset="utf-8"><title>${name}</title><body><script type="module" src="/bench/${name}.js"></script>`;

/** Serves /bench/NAME (a page) and /bench/FILE.js (its scripts), a connection for each: a line looks at the first request alone. */
export async function servePages(scripts: ReadonlyMap<string, string>): Promise<Running> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '').replace('/bench/', '');
    const script = scripts.get(name);
    response.setHeader('connection', 'close');
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    // As the app's own files, which are named by their content.
    if (script !== undefined) response.setHeader('cache-control', 'max-age=3600');
    response.end(script ?? html(name));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A server that listens on host and port has such an address.
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.resolve();
    },
  };
}
