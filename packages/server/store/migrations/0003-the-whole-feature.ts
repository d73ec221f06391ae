import { type Kysely, sql } from 'kysely';

/** Address book, Premium, roll-out, notifications, reports and administration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table accounts
      -- Both look to everybody else like nobody there.
      add column suspended_at timestamptz,
      add column suspended_reason text,
      add column deleted_at timestamptz,
      -- The badge as it counts: an administrator's grant (verified_at), a subscription, or both (VERIFIED_BY).
      add column verified_until timestamptz,
      -- The fold of plan_events.
      add column premium_until timestamptz,
      add column premium_renews boolean not null default false,
      add column billing_customer_id text unique,
      add column region text,
      add column sync_names boolean not null default false,
      add column discoverable boolean not null default true,
      add column notify_incoming_calls boolean not null default true,
      add column notify_missed_calls boolean not null default true,
      add column notify_messages boolean not null default true;
    update accounts set verified_until = '9999-12-31' where verified_at is not null;
    alter table accounts add check (suspended_reason is null or suspended_at is not null);

    alter table sessions add column admin_until timestamptz;

    alter table members add column muted boolean not null default false;

    alter table calls
      -- Where the caller placed it: decides roll-out when the facts are read again.
      add column caller_platform text not null default 'web',
      -- Removed from one's own history.
      add column hidden_from_caller boolean not null default false,
      add column hidden_from_callee boolean not null default false;

    -- One's own phone numbers and e-mail addresses: a keyed hash, and a hint to show.
    create table identifiers (
      id uuid primary key,
      account_id uuid not null references accounts on delete cascade,
      kind text not null check (kind in ('phone', 'email')),
      hash bytea not null,
      hint text not null,
      verified_at timestamptz,
      created_at timestamptz not null default now(),
      unique (account_id, hash)
    );
    -- A number belongs to whoever proved it last.
    create unique index identifiers_verified on identifiers (hash) where verified_at is not null;

    create table identifier_codes (
      identifier_id uuid primary key references identifiers on delete cascade,
      code_hash bytea not null,
      attempts integer not null default 0,
      expires_at timestamptz not null
    );

    create table contacts (
      id uuid primary key,
      owner_id uuid not null references accounts on delete cascade,
      -- Only while the owner syncs names.
      name text,
      added_at timestamptz not null default now(),
      -- Places in the order of adding, for paging.
      place bigint generated always as identity
    );
    create index contacts_owner on contacts (owner_id, place);

    create table contact_identifiers (
      owner_id uuid not null references accounts on delete cascade,
      hash bytea not null,
      contact_id uuid not null references contacts on delete cascade,
      kind text not null check (kind in ('phone', 'email')),
      added_at timestamptz not null default now(),
      -- Within the quota of those that may lead to a suggestion.
      counts_for_suggestions boolean not null,
      primary key (owner_id, hash)
    );
    create index contact_identifiers_contact on contact_identifiers (contact_id);
    create index contact_identifiers_hash on contact_identifiers (hash);

    -- What of a book has counted for suggestions so far; stays when entries go.
    create table suggestion_quotas (
      account_id uuid primary key references accounts on delete cascade,
      first_import_at timestamptz,
      first_day_count integer not null default 0,
      -- Days since the first import.
      day integer not null default 0,
      day_count integer not null default 0
    );

    create table dismissed_suggestions (
      account_id uuid not null references accounts on delete cascade,
      person_id uuid not null references accounts on delete cascade,
      primary key (account_id, person_id)
    );
    create index dismissed_suggestions_person on dismissed_suggestions (person_id);

    -- What happened to a plan, once each: the id is the source's own.
    create table plan_events (
      id text primary key,
      account_id uuid not null references accounts on delete cascade,
      source text not null check (source in ('stripe', 'admin', 'demo')),
      occurred_at timestamptz not null,
      event jsonb not null,
      received_at timestamptz not null default now()
    );
    create index plan_events_account on plan_events (account_id);

    create table rollout (
      only_row boolean primary key default true check (only_row),
      version integer not null,
      rollout jsonb not null,
      changed_at timestamptz not null default now(),
      changed_by uuid
    );
    insert into rollout (version, rollout) values (1,
      '{"ios":{"state":"on"},"android":{"state":"on"},"web":{"state":"on"},"alwaysIn":[],"alwaysOut":[]}');

    -- How a session's device is woken.
    create table push_targets (
      session_id uuid primary key references sessions on delete cascade,
      account_id uuid not null references accounts on delete cascade,
      target jsonb not null,
      created_at timestamptz not null default now(),
      last_sent_at timestamptz,
      last_status text,
      test text,
      tested_at timestamptz
    );
    create index push_targets_account on push_targets (account_id);
    -- A device that another session presents moves to that session (PUSH-1).
    create index push_targets_device on push_targets
      ((coalesce(target->>'endpoint', target->>'token', target->>'alertToken', target->>'voipToken')));

    -- What a device has shown already.
    create table seen_notices (
      session_id uuid not null references sessions on delete cascade,
      -- A call, or a conversation up to a seq.
      subject_id uuid not null,
      seq integer,
      seen_at timestamptz not null default now(),
      primary key (session_id, subject_id)
    );

    create table reports (
      id uuid primary key,
      reporter_id uuid not null references accounts on delete cascade,
      reported_id uuid not null references accounts on delete cascade,
      -- The message or call; the reported account where it is a person.
      subject_id uuid not null,
      reason text not null,
      note text not null,
      evidence jsonb not null,
      created_at timestamptz not null default now(),
      resolution text,
      resolved_at timestamptz,
      resolved_by uuid,
      resolved_note text,
      unique (reporter_id, subject_id),
      check ((resolution is null) = (resolved_at is null))
    );
    create index reports_open on reports (created_at desc) where resolution is null;
    create index reports_resolved on reports (resolved_at desc) where resolution is not null;

    create table passkeys (
      id text primary key,
      account_id uuid not null references accounts on delete cascade,
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null,
      label text not null,
      created_at timestamptz not null default now()
    );
    create index passkeys_account on passkeys (account_id);

    create table totp_secrets (
      account_id uuid primary key references accounts on delete cascade,
      -- Encrypted with a key of the server's.
      secret bytea not null,
      confirmed_at timestamptz,
      -- Each code is good once.
      last_step bigint not null default 0
    );

    -- What a ceremony of WebAuthn must answer to; good once.
    create table admin_challenges (
      session_id uuid not null references sessions on delete cascade,
      purpose text not null check (purpose in ('addPasskey', 'enter')),
      challenge text not null,
      expires_at timestamptz not null,
      primary key (session_id, purpose)
    );

    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      -- null: the command line.
      actor_id uuid,
      action text not null,
      subject text not null,
      detail text not null
    );
    create index audit_subject on audit (subject, id);
    create function refuse_audit_change() returns trigger language plpgsql as
      $$ begin raise exception 'the audit log is only ever added to'; end $$;
    create trigger audit_is_append_only before update or delete or truncate on audit
      for each statement execute function refuse_audit_change();
  `.execute(db);
}
