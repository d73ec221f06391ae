import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../error.ts';
import { sendError } from './send-error.ts';

/** vite puts a hash of the content in the names of what lies here, so it never changes. */
const HASHED = '/assets/';
const NOT_BUILT = 'The web app has not been built. `npm start` builds it; the API is at /api.\n';

function wantsPage(request: FastifyRequest): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && (request.headers.accept ?? '').includes('text/html');
}

function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/') || path.startsWith('/api?');
}

/** Serves the built web app; every address that is no file and no API is a page of it. */
export async function registerWebApp(http: FastifyInstance, root: string): Promise<void> {
  const built = existsSync(join(root, 'index.html'));
  if (built) {
    await http.register(fastifyStatic, {
      root,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, path) {
        const lasting = path.includes(HASHED);
        void reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const sendPage = (reply: FastifyReply): FastifyReply =>
    built ? reply.sendFile('index.html') : reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  http.setNotFoundHandler((request, reply) => {
    if (isApi(request.url) || !wantsPage(request)) return sendError(reply, new AppError('not_found'));
    return sendPage(reply);
  });
}
