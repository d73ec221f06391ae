import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { createOpenApi } from './openapi.ts';
import { createReferencePage } from './page.ts';
import { createWsProtocol } from './ws-protocol.ts';

const STYLE = new URL('reference.css', import.meta.url);

/** Computes a document when it is first asked for: starting should not wait for what few people read. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}

/** The reference: a readable page, OpenAPI, and the WebSocket protocol. */
export function registerReference(http: FastifyInstance): void {
  const documents: [path: string, type: string, make: () => string][] = [
    ['/api', 'text/html; charset=utf-8', createReferencePage],
    ['/api/reference.css', 'text/css; charset=utf-8', () => readFileSync(STYLE, 'utf8')],
    ['/api/openapi.json', 'application/json; charset=utf-8', () => JSON.stringify(createOpenApi(), null, 2)],
    [
      '/api/ws-protocol.json',
      'application/json; charset=utf-8',
      () => JSON.stringify(createWsProtocol(), null, 2),
    ],
  ];
  for (const [path, type, make] of documents) {
    const document = once(make);
    http.get(path, (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(document()),
    );
  }
}
