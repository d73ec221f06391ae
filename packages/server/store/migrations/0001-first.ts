import { type Kysely, sql } from 'kysely';

/** Accounts, people, conversations, messages and calls. PostgreSQL 15 is the baseline. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts (
      id uuid primary key,
      handle text not null unique,
      display_name text not null,
      password_hash text not null,
      is_admin boolean not null default false,
      is_demo boolean not null default false,
      verified_at timestamptz,
      calling_enabled boolean not null default true,
      calls_from_address_book boolean not null default true,
      calls_from_following boolean not null default true,
      calls_from_verified boolean not null default false,
      calls_from_everyone boolean not null default false,
      created_at timestamptz not null default now()
    );
    create index accounts_handle_prefix on accounts (handle text_pattern_ops);

    -- No foreign key: the row outlives the account, so that a handle is never given away again.
    create table handles (handle text primary key, account_id uuid not null);

    create table sessions (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      token_hash bytea not null unique,
      label text not null,
      platform text not null,
      created_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now()
    );
    create index sessions_account on sessions (account_id);

    create table ws_tickets (
      ticket_hash bytea primary key,
      session_id uuid not null references sessions on delete cascade,
      expires_at timestamptz not null
    );

    create table follows (
      follower_id uuid not null references accounts on delete cascade,
      followee_id uuid not null references accounts on delete cascade,
      created_at timestamptz not null default now(),
      primary key (follower_id, followee_id),
      check (follower_id <> followee_id)
    );
    create index follows_followee on follows (followee_id);

    create table blocks (
      blocker_id uuid not null references accounts on delete cascade,
      blocked_id uuid not null references accounts on delete cascade,
      created_at timestamptz not null default now(),
      primary key (blocker_id, blocked_id),
      check (blocker_id <> blocked_id)
    );
    create index blocks_blocked on blocks (blocked_id);

    create table conversations (
      id uuid primary key,
      low_account_id uuid not null references accounts on delete cascade,
      high_account_id uuid not null references accounts on delete cascade,
      last_seq integer not null default 0,
      last_activity_at timestamptz not null default now(),
      consent_version integer not null default 0,
      unique (low_account_id, high_account_id),
      check (low_account_id < high_account_id)
    );

    create table members (
      conversation_id uuid not null references conversations on delete cascade,
      account_id uuid not null references accounts on delete cascade,
      peer_id uuid not null references accounts on delete cascade,
      folder text check (folder in ('inbox', 'requests')),
      read_seq integer not null default 0,
      sent_count integer not null default 0,
      primary key (account_id, peer_id),
      unique (conversation_id, account_id)
    );

    create table messages (
      conversation_id uuid not null references conversations on delete cascade,
      seq integer not null,
      id uuid not null,
      author_id uuid not null,
      kind text not null check (kind in ('text', 'call')),
      client_msg_id uuid,
      body text,
      call_id uuid unique,
      call_kind text,
      call_outcome text,
      call_duration_ms integer,
      counts_as_unread boolean not null,
      created_at timestamptz not null default now(),
      primary key (conversation_id, seq),
      check ((kind = 'text') = (body is not null and client_msg_id is not null)),
      check ((kind = 'call') = (call_id is not null and call_outcome is not null))
    );
    create unique index messages_once on messages (conversation_id, author_id, client_msg_id);

    create table calls (
      id uuid primary key,
      conversation_id uuid not null references conversations on delete cascade,
      kind text not null,
      caller_id uuid not null,
      callee_id uuid not null,
      caller_device_id uuid not null,
      callee_device_id uuid,
      state text not null check (state in ('ringing', 'accepted', 'ended')),
      outcome text,
      version integer not null,
      created_at timestamptz not null,
      ring_expires_at timestamptz not null,
      accepted_at timestamptz,
      ended_at timestamptz,
      attested_at timestamptz not null,
      check ((state = 'ended') = (outcome is not null)),
      check (state <> 'accepted' or callee_device_id is not null)
    );
    -- At most one live call of a pair (CALL-8): two invites at once cannot both win.
    create unique index calls_one_live on calls (conversation_id) where state <> 'ended';
    create index calls_ringing on calls (ring_expires_at) where state = 'ringing';
    create index calls_accepted on calls (attested_at) where state = 'accepted';
    -- The history; a live call's changes need not touch it.
    create index calls_caller on calls (caller_id, created_at desc) where state = 'ended';
    create index calls_callee on calls (callee_id, created_at desc) where state = 'ended';
  `.execute(db);
}
