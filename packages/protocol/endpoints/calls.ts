import * as z from 'zod/mini';
import { CallKind, CallOutcome, CallRating, CallReceipt } from '../call.ts';
import { nothing, pageSize, timeInQuery } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { CallId, ConversationId } from '../ids.ts';
import { Person } from '../person.ts';

const byCall = z.strictObject({ callId: CallId });

/** One past call in the history of the viewer. */
export const CallRecord = z.object({
  id: CallId,
  conversationId: ConversationId,
  peer: Person,
  direction: z.enum(['outgoing', 'incoming']),
  kind: CallKind,
  outcome: CallOutcome,
  startedAtMs: z.int(),
  durationMs: z.int(),
  /** One's own; null: none was kept. */
  receipt: z.nullable(CallReceipt),
  rating: z.nullable(CallRating),
});
export type CallRecord = z.infer<typeof CallRecord>;

/** Which calls of the history are asked for. `missed`: incoming ones that nobody here answered. */
export const CallFilter = z.enum(['all', 'missed']);
export type CallFilter = z.infer<typeof CallFilter>;

/** The history of calls, and the one thing that a service worker does in a call. */
export const CALL_ENDPOINTS = {
  listCalls: {
    method: 'GET',
    path: '/api/calls',
    auth: 'session',
    summary: 'Your past calls, the latest first',
    query: z.strictObject({ beforeMs: timeInQuery, filter: z._default(CallFilter, 'all'), limit: pageSize }),
    result: z.object({ calls: z.array(CallRecord) }),
  },
  removeCall: {
    method: 'DELETE',
    path: '/api/calls/:callId',
    auth: 'session',
    summary: 'Remove a past call from your history; the other person keeps theirs',
    params: byCall,
    result: nothing,
  },
  removeAllCalls: {
    method: 'DELETE',
    path: '/api/calls',
    auth: 'session',
    summary: 'Remove all past calls from your history',
    result: nothing,
  },
  putCallReceipt: {
    method: 'PUT',
    path: '/api/calls/:callId/receipt',
    auth: 'session',
    summary: 'Keep how a call of yours went, for yourself; the last one counts',
    params: byCall,
    body: CallReceipt,
    result: nothing,
  },
  putCallRating: {
    method: 'PUT',
    path: '/api/calls/:callId/rating',
    auth: 'session',
    summary: 'Rate a call of yours; the other person does not learn of it',
    params: byCall,
    body: z.strictObject({ rating: CallRating }),
    result: nothing,
  },
  declineCall: {
    method: 'POST',
    path: '/api/calls/:callId/decline',
    auth: 'session',
    summary: 'Decline a ringing call without a socket, from a notification',
    params: byCall,
    result: nothing,
  },
} as const satisfies Record<string, Endpoint>;
