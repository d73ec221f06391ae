import { REASONS } from '@parley/protocol';
import type { FastifyReply } from 'fastify';
import { toWireError } from '../error.ts';
import type { AppError } from '../error.ts';

/** The one way in which HTTP tells a refusal: the status of the reason, and a WireError as the body. */
export function sendError(reply: FastifyReply, error: AppError): FastifyReply {
  const body = toWireError(error);
  if (body.retryAfterMs !== undefined) void reply.header('retry-after', Math.ceil(body.retryAfterMs / 1_000));
  return reply.code(REASONS[error.code].status).header('cache-control', 'no-store').send(body);
}
