import { MAX_BODY_BYTES, REASONS } from '@parley/protocol';
import { fastify } from 'fastify';
import type { FastifyError, FastifyInstance } from 'fastify';
import { AppError, toAppError } from '../error.ts';
import type { Authenticator, Log, Ports } from '../ports.ts';
import { registerHealth } from './health.ts';
import { registerReference } from './reference/register.ts';
import { registerEndpoints } from './register.ts';
import { securityHeaders } from './security-headers.ts';
import { sendError } from './send-error.ts';
import { registerWebApp } from './web-app.ts';
import { registerWebhooks } from './webhooks.ts';

export interface HttpServerOptions {
  ports: Ports;
  authenticator: Authenticator;
  /** The server's own origins; asked at each request, because a free port is known only after listening. */
  origins: () => readonly string[];
  /** What `/readyz` asks. */
  checks: Record<string, () => Promise<boolean>>;
  /** The folder of the built web app. */
  webRoot: string;
}

/** What fastify refuses before a handler sees it, and whatever a handler threw. */
function fromThrown(thrown: FastifyError): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('too_large');
  if (thrown.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new AppError('bad_request', { detail: 'body: send it as application/json' });
  }
  const { statusCode = 500 } = thrown;
  const isRefusal = statusCode >= 400 && statusCode < 500;
  return isRefusal ? new AppError('bad_request', { detail: thrown.message }) : toAppError(thrown);
}

function handleErrors(http: FastifyInstance, log: Log): void {
  http.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const error = fromThrown(thrown);
    if (REASONS[error.code].status >= 500) {
      // The path without its query: what people search for is nobody's business.
      const path = request.url.split('?', 1)[0];
      log.error({ error: error.cause, method: request.method, path }, 'a request failed');
    }
    return sendError(reply, error);
  });
}

/** All that answers HTTP. It does not listen yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const http = fastify({
    bodyLimit: MAX_BODY_BYTES,
    // A reverse proxy on this machine tells whose request it is; nobody else is believed.
    trustProxy: 'loopback',
    // A request that does not arrive in this time is somebody who keeps connections busy.
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
  });
  http.removeContentTypeParser('text/plain');
  http.addHook('onRequest', async (_request, reply) => {
    void reply.headers(securityHeaders(options.origins()));
  });
  handleErrors(http, options.ports.log);
  registerHealth(http, options);
  registerEndpoints(http, options);
  registerReference(http);
  await registerWebhooks(http, options.ports);
  await registerWebApp(http, options.webRoot);
  return http;
}
