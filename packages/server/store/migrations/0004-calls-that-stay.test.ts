import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../testing/database.ts';
import { openDatabase } from '../database.ts';
import { MIGRATIONS } from './index.ts';

test('CALL-33, CALL-36: who was here before connects early and tells nothing; calls from before did not', async () => {
  const { database, drop } = await createTestDatabase();
  const db = openDatabase(database, () => undefined);
  try {
    await sql`drop table devices, call_receipts`.execute(db);
    await sql`alter table calls drop column preconnect`.execute(db);
    await sql`alter table accounts drop column preconnect, drop column early_video, drop column tell_busy`.execute(
      db,
    );
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
        created_at, ring_expires_at, attested_at, route)
      select gen_random_uuid(), id, 'audio', low_account_id, high_account_id, gen_random_uuid(), 'ringing', 1,
        now(), now(), now(), 'direct'
      from place`.execute(db);
    await MIGRATIONS['0004-calls-that-stay']?.up(db);
    expect(await db.selectFrom('calls').select('preconnect').execute()).toEqual([{ preconnect: 'none' }]);
    const settings = await db
      .selectFrom('accounts')
      .select(['preconnect', 'early_video', 'tell_busy'])
      .execute();
    const asNew = { preconnect: true, early_video: false, tell_busy: false };
    expect(settings).toEqual([asNew, asNew]);
    // From now on a call that does not say what may be connected is not inserted.
    const column = await sql`select is_nullable, column_default from information_schema.columns
      where table_name = 'calls' and column_name = 'preconnect'`.execute(db);
    expect(column.rows).toEqual([{ is_nullable: 'NO', column_default: null }]);
  } finally {
    await db.destroy();
    await drop();
  }
});
