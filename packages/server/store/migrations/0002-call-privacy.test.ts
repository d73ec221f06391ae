import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../testing/database.ts';
import { openDatabase } from '../database.ts';
import { MIGRATIONS } from './index.ts';

test('PRIV-2, PRIV-3: who was here before does not hide, and calls from before were direct', async () => {
  const { database, drop } = await createTestDatabase();
  const db = openDatabase(database, () => undefined);
  try {
    await sql`alter table accounts drop column enhanced_call_privacy`.execute(db);
    await sql`alter table calls drop column route`.execute(db);
    await sql`
      with people as (
        insert into accounts (id, handle, display_name, password_hash)
        values ('00000000-0000-4000-8000-00000000000a', 'anna', 'Anna', ''),
          ('00000000-0000-4000-8000-00000000000b', 'ben', 'Ben', '')
        returning id
      ), place as (
        insert into conversations (id, low_account_id, high_account_id)
        select gen_random_uuid(), '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'
        returning *
      )
      insert into calls (id, conversation_id, kind, caller_id, callee_id, caller_device_id, state, version,
        created_at, ring_expires_at, attested_at, preconnect)
      select gen_random_uuid(), id, 'audio', low_account_id, high_account_id, gen_random_uuid(), 'ringing', 1,
        now(), now(), now(), 'none'
      from place`.execute(db);
    await MIGRATIONS['0002-call-privacy']?.up(db);
    expect(await db.selectFrom('calls').select('route').execute()).toEqual([{ route: 'direct' }]);
    const hidden = await db.selectFrom('accounts').select('enhanced_call_privacy').execute();
    expect(hidden.map((row) => row.enhanced_call_privacy)).toEqual([false, false]);
    // From now on a call that does not say its route is not inserted.
    const route = await sql`select is_nullable, column_default from information_schema.columns
      where table_name = 'calls' and column_name = 'route'`.execute(db);
    expect(route.rows).toEqual([{ is_nullable: 'NO', column_default: null }]);
  } finally {
    await db.destroy();
    await drop();
  }
});
