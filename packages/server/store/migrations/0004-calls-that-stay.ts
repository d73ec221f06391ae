import { type Kysely, sql } from 'kysely';

/** Calls that are connected while they ring, that move between devices, and how they went. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table accounts
      add column preconnect boolean not null default true,
      add column early_video boolean not null default false,
      add column tell_busy boolean not null default false;

    -- Calls from before connected nothing early. From now on each says what it is: without, it is not inserted.
    alter table calls add column preconnect text not null default 'none'
      check (preconnect in ('none', 'path', 'earlyVideo'));
    alter table calls alter column preconnect drop default;

    -- Who is connected at this moment. Worth nothing after a crash, and so not written to the log that survives one.
    create unlogged table devices (
      account_id uuid not null references accounts on delete cascade,
      device_id uuid not null,
      session_id uuid not null references sessions on delete cascade,
      socket_id uuid not null,
      platform text not null,
      identity_key text not null,
      connected_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      primary key (account_id, device_id)
    );
    create index devices_session on devices (session_id);

    -- How a call went for one of the two, and what they say of it; nobody else's.
    create table call_receipts (
      call_id uuid not null references calls on delete cascade,
      account_id uuid not null references accounts on delete cascade,
      receipt jsonb,
      rating text check (rating in ('good', 'poor')),
      primary key (call_id, account_id)
    );
    create index call_receipts_account on call_receipts (account_id);
  `.execute(db);
}
