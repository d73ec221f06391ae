import { type Kysely, sql } from 'kysely';

/** "Enhanced call privacy", and the route of each call (docs/spec/privacy.md). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table accounts add column enhanced_call_privacy boolean not null default false;

    -- Calls from before were direct. From now on each says what it is: without, it is not inserted.
    alter table calls add column route text not null default 'direct'
      check (route in ('direct', 'relay', 'exposed'));
    alter table calls alter column route drop default;
  `.execute(db);
}
