import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { PairSeats, Seat } from '../load/dialect.ts';
import type { FoundDatabase } from './parley-database.ts';

/** What the callee has written to the caller, so that consent rule CON-6 holds. */
export const FIRST_MESSAGE = 'Call me any time.';

/** A pair with the one conversation it has. */
export interface SeededPair extends PairSeats {
  conversationId: string;
}

// Signing up over HTTP would hash a password for each: minutes of argon2 that nobody wants to measure here.
const SEED = [
  `insert into accounts (id, handle, display_name, password_hash)
   select id, 'bench_' || place, 'Bench ' || place, 'none: signs in by its seeded session only'
   from unnest($1::uuid[]) with ordinality as people (id, place)`,
  `insert into handles (handle, account_id) select handle, id from accounts where id = any ($1)`,
];

const SEED_SESSIONS = `
  insert into sessions (id, account_id, token_hash, label, platform)
  select gen_random_uuid(), account_id, token_hash, 'Bench', 'web'
  from unnest($1::uuid[], $2::bytea[]) as sessions (account_id, token_hash)`;

// Per pair, by the real rules: the callee follows the caller (CON-7, ticked by default) and has written (CON-6).
const SEED_PAIRS = `
  with pairs as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as pairs (conversation_id, caller_id, callee_id)
  ), followed as (
    insert into follows (follower_id, followee_id) select callee_id, caller_id from pairs
  ), conversed as (
    insert into conversations (id, low_account_id, high_account_id, last_seq)
    select conversation_id, least(caller_id, callee_id), greatest(caller_id, callee_id), 1 from pairs
  ), joined as (
    insert into members (conversation_id, account_id, peer_id, folder, read_seq, sent_count)
    select conversation_id, callee_id, caller_id, 'inbox', 1, 1 from pairs
    union all
    select conversation_id, caller_id, callee_id, 'inbox', 1, 0 from pairs
  )
  insert into messages (conversation_id, seq, id, author_id, kind, client_msg_id, body, counts_as_unread)
  select conversation_id, 1, gen_random_uuid(), callee_id, 'text', gen_random_uuid(), $4, true from pairs`;

function createSeat(): Seat {
  return { id: randomUUID(), token: randomBytes(32).toString('base64url') };
}

function hashToken({ token }: Seat): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Puts signed-in people straight into Parley's tables, in pairs of which one may call the other. */
export async function seedPairs(database: FoundDatabase, count: number): Promise<SeededPair[]> {
  const pairs = Array.from({ length: count }, () => ({
    conversationId: randomUUID(),
    caller: createSeat(),
    callee: createSeat(),
  }));
  const seats = pairs.flatMap(({ caller, callee }) => [caller, callee]);
  const ids = seats.map(({ id }) => id);
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    await client.query('begin');
    for (const statement of SEED) await client.query(statement, [ids]);
    await client.query(SEED_SESSIONS, [ids, seats.map(hashToken)]);
    await client.query(SEED_PAIRS, [
      pairs.map(({ conversationId }) => conversationId),
      pairs.map(({ caller }) => caller.id),
      pairs.map(({ callee }) => callee.id),
      FIRST_MESSAGE,
    ]);
    await client.query('commit');
    // What autovacuum would have done soon. Only the tables that were filled: an empty one that has been analyzed
    // is taken for empty for ever, and every look into it becomes a scan.
    await client.query(
      'vacuum analyze accounts, handles, sessions, follows, conversations, members, messages',
    );
  } finally {
    await client.end();
  }
  return pairs;
}
