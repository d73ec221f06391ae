import type { ServerCall } from '@parley/core';
import type { Selectable } from 'kysely';
import { joinColumns, listColumns, pickJoined } from './joined-row.ts';
import type { Joined } from './joined-row.ts';
import type { Database } from './schema.ts';

/** A row of `calls`, without what only the store itself looks at. */
export type CallRow = Omit<
  Selectable<Database['calls']>,
  'attested_at' | 'caller_platform' | 'hidden_from_caller' | 'hidden_from_callee'
>;

/** A call beside other things in one row. */
export type JoinedCallRow<P extends string> = Joined<P, CallRow>;

const COLUMNS = [
  'id',
  'conversation_id',
  'kind',
  'caller_id',
  'callee_id',
  'caller_device_id',
  'callee_device_id',
  'route',
  'preconnect',
  'state',
  'outcome',
  'version',
  'created_at',
  'ring_expires_at',
  'accepted_at',
  'ended_at',
] as const satisfies readonly (keyof CallRow)[];

/** The select list behind CallRow. */
export function callColumns(alias: string): string {
  return listColumns(alias, COLUMNS);
}

/** The select list behind JoinedCallRow; the prefix is the alias. */
export function joinedCallColumns(alias: string): string {
  return joinColumns(alias, COLUMNS);
}

/** Picks the call out of a wider row; undefined where the outer join found none. */
export function pickCall<P extends string>(row: JoinedCallRow<P>, prefix: P): ServerCall | undefined {
  const found = pickJoined<P, CallRow>(row, prefix, COLUMNS);
  return found && toServerCall(found);
}

/** A row into the state machine's call. Throws where the row contradicts itself: the table's checks forbid that. */
export function toServerCall(row: CallRow): ServerCall {
  const base = {
    id: row.id,
    conversationId: row.conversation_id,
    kind: row.kind,
    callerId: row.caller_id,
    calleeId: row.callee_id,
    callerDeviceId: row.caller_device_id,
    route: row.route,
    preconnect: row.preconnect,
    createdAtMs: row.created_at.getTime(),
    version: row.version,
  };
  switch (row.state) {
    case 'ringing':
      return { ...base, state: 'ringing', ringExpiresAtMs: row.ring_expires_at.getTime() };
    case 'accepted':
      if (row.callee_device_id === null || row.accepted_at === null) throw broken(row);
      return {
        ...base,
        state: 'accepted',
        calleeDeviceId: row.callee_device_id,
        acceptedAtMs: row.accepted_at.getTime(),
      };
    case 'ended':
      if (row.ended_at === null || row.outcome === null) throw broken(row);
      return {
        ...base,
        state: 'ended',
        calleeDeviceId: row.callee_device_id,
        acceptedAtMs: row.accepted_at?.getTime() ?? null,
        endedAtMs: row.ended_at.getTime(),
        outcome: row.outcome,
      };
  }
}

function broken(row: CallRow): Error {
  return new Error(`call ${row.id} is ${row.state} but lacks what that state needs`);
}
