import { hashToken } from '../../auth/tokens.ts';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

/** Long enough to open a socket on a slow line, in milliseconds. */
const TICKET_LIFE_MS = 30_000;

export const listSessions: Handler<'listSessions'> = async ({ stores }, { viewer }) => {
  const rows = await stores.sessions.list(viewer.accountId);
  return { sessions: rows.map((row) => ({ ...row, current: row.id === viewer.sessionId })) };
};

export const revokeSession: Handler<'revokeSession'> = async (ports, { viewer, params }) => {
  const { sessionId } = params;
  const deleted = await ports.stores.sessions.delete(viewer.accountId, sessionId);
  if (!deleted) return new AppError('not_found');
  ports.run([{ kind: 'endSession', accountId: viewer.accountId, sessionId }]);
  return {};
};

export const createTicket: Handler<'createTicket'> = async ({ stores, clock, random }, { viewer }) => {
  const ticket = random.token();
  const nowMs = clock();
  const expiresAtMs = nowMs + TICKET_LIFE_MS;
  await stores.sessions.createTicket(viewer.sessionId, hashToken(ticket), expiresAtMs, nowMs);
  return { ticket, expiresAtMs };
};
