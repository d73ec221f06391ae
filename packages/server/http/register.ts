import { ENDPOINTS } from '@parley/protocol';
import type { Endpoint, EndpointName, Endpoints } from '@parley/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isElevated } from '../admin/elevation.ts';
import { toClearCookie, toSetCookie } from '../auth/cookie.ts';
import { AppError } from '../error.ts';
import type { Authenticator, Ports, Viewer } from '../ports.ts';
import type { HandlerRequest, SessionCookie } from './endpoint.ts';
import { HANDLERS } from './handlers.ts';
import { mayAct } from './origin.ts';
import { sendError } from './send-error.ts';
import { sendStreamed, StreamedJson } from './streamed-json.ts';
import { parsePart } from './validation.ts';

interface EndpointPorts {
  ports: Ports;
  authenticator: Authenticator;
  /** Whose pages may act for a signed-in person; known once the server listens. */
  origins: () => readonly string[];
}

const BEARER = /^Bearer ([\w-]{1,200})$/;

async function authenticate(
  authenticator: Authenticator,
  request: FastifyRequest,
): Promise<Viewer | undefined> {
  const { authorization, cookie } = request.headers;
  if (authorization === undefined) return await authenticator.byCookie(cookie);
  const token = BEARER.exec(authorization)?.[1];
  return token === undefined ? undefined : await authenticator.byToken(token);
}

async function admit(
  endpoint: Endpoint,
  { authenticator, ports }: Pick<EndpointPorts, 'authenticator' | 'ports'>,
  request: FastifyRequest,
): Promise<Viewer | undefined> {
  if (endpoint.auth === 'none') return undefined;
  const viewer = await authenticate(authenticator, request);
  if (viewer === undefined) throw new AppError('unauthenticated');
  if (endpoint.auth === 'session') return viewer;
  if (!viewer.isAdmin) throw new AppError('forbidden');
  // ADM-1; "nothing behind the entry answers without a second factor" tests it for every endpoint.
  if (endpoint.auth === 'admin' && !(await isElevated(ports, viewer.sessionId)))
    throw new AppError('second_factor_required');
  return viewer;
}

function createCookie(reply: FastifyReply): SessionCookie {
  return {
    set: (token) => void reply.header('set-cookie', toSetCookie(token)),
    clear: () => void reply.header('set-cookie', toClearCookie()),
  };
}

function registerEndpoint<N extends EndpointName>(
  http: FastifyInstance,
  name: N,
  given: EndpointPorts,
): void {
  const endpoint: Endpoint = ENDPOINTS[name];
  const { ports, origins } = given;
  http.route({
    method: endpoint.method,
    url: endpoint.path,
    async handler(request, reply) {
      if (!mayAct(request, origins())) throw new AppError('bad_origin');
      const viewer = await admit(endpoint, given, request);
      const parsed: unknown = {
        params: parsePart('params', endpoint.params, request.params),
        query: parsePart('query', endpoint.query, request.query),
        body: parsePart('body', endpoint.body, request.body),
        viewer,
        address: request.ip,
        cookie: createCookie(reply),
      };
      // The trust border: each part has just been parsed by this endpoint's own schema, and `admit` saw to the viewer.
      const result = await HANDLERS[name](ports, parsed as HandlerRequest<N>);
      if (result instanceof AppError) return sendError(reply, result);
      if (result instanceof StreamedJson) return await sendStreamed(reply, result, ports.log);
      void reply.header('cache-control', 'no-store');
      return await reply.send(result);
    },
  });
}

/** Every endpoint of the protocol, as defined there. */
export function registerEndpoints(http: FastifyInstance, given: EndpointPorts): void {
  // Object.keys loses the key type; ENDPOINTS is a literal.
  for (const name of Object.keys(ENDPOINTS) as (keyof Endpoints)[]) registerEndpoint(http, name, given);
}
