import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimits } from '../../auth/rate-limits.ts';
import { openDatabase } from '../../store/database.ts';
import { createAuthenticator } from '../../auth/authenticator.ts';
import { leaveEverywhere } from '../../commands/account-leave.ts';
import { connect, createPair, newCallId, newHandle, ring } from '../../testing/pair.ts';
import { ask, PASSWORD, signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const CONFIRMED = { body: { confirm: PASSWORD } };

/** One statement on the database behind a server. */
async function query<Row>(of: TestServer, text: string): Promise<Row[]> {
  const db = openDatabase(of.database, () => undefined);
  const { rows } = await sql.raw<Row>(text).execute(db);
  await db.destroy();
  return rows;
}

/** Every table with a column that names an account, and how many of its rows name this one. */
async function traces(person: TestPerson): Promise<Record<string, number>> {
  const columns = await query<{ table_name: string; column_name: string }>(
    server,
    `select table_name, column_name from information_schema.columns
     where table_schema = 'public' and udt_name = 'uuid' order by 1, 2`,
  );
  const counted: Record<string, number> = {};
  for (const { table_name: table, column_name: column } of columns) {
    const [row] = await query<{ count: number }>(
      server,
      `select count(*)::int as count from ${table} where ${column} = '${person.me.person.id}'`,
    );
    if (row !== undefined && row.count > 0) counted[`${table}.${column}`] = row.count;
  }
  return counted;
}

function answerOf(person: TestPerson): Promise<{ status: number; body: unknown }> {
  return ask(server.origin, 'getMe', {}, { authorization: `Bearer ${person.token}` });
}

describe('ACC-11: proving that one means it', () => {
  test('a wrong password deletes nothing', async () => {
    const anna = await signUpPerson(server.origin, newHandle());
    for (const confirm of ['', 'wrong wrong', anna.me.person.handle]) {
      expect(await anna.fail('deleteMe', { body: { confirm } })).toEqual({ code: 'wrong_credentials' });
    }
    expect((await answerOf(anna)).status).toBe(200);
  });

  test('wrong passwords count like wrong sign-ins', async () => {
    const strict = await createTestServer({ rateLimits: createRateLimits({ loose: false }) });
    const anna = await signUpPerson(strict.origin, 'anna');
    for (let count = 0; count < 10; count += 1) await anna.fail('deleteMe', { body: { confirm: 'guess' } });
    expect((await anna.fail('deleteMe', CONFIRMED)).code).toBe('rate_limited');
    await strict.close();
  });

  test('a demo account, which has no password, writes its handle', async () => {
    const anna = await signUpPerson(server.origin, newHandle());
    const { id, handle } = anna.me.person;
    await query(server, `update accounts set is_demo = true where id = '${id}'`);
    expect((await anna.fail('deleteMe', CONFIRMED)).code).toBe('wrong_credentials');
    await anna.call('deleteMe', { body: { confirm: ` @${handle.toUpperCase()}` } });
    expect((await answerOf(anna)).status).toBe(401);
  });

  test('the last administrator stays; of the last two who leave at once, one does', async () => {
    const own = await createTestServer({ config: { mode: 'production' } });
    const anna = await signUpPerson(own.origin, 'anna');
    expect(anna.me.isAdmin).toBe(true);
    expect(await anna.fail('deleteMe', CONFIRMED)).toEqual({ code: 'last_admin' });

    const suspended = await signUpPerson(own.origin, 'cora');
    await query(own, `update accounts set is_admin = true, suspended_at = now() where handle = 'cora'`);
    expect(suspended.me.isAdmin).toBe(false);
    expect(await anna.fail('deleteMe', CONFIRMED)).toEqual({ code: 'last_admin' });

    const bert = await signUpPerson(own.origin, 'bert');
    await query(own, `update accounts set is_admin = true where handle = 'bert'`);
    const headers = (person: TestPerson) => ({ authorization: `Bearer ${person.token}` });
    const both = [anna, bert].map((person) => ask(own.origin, 'deleteMe', CONFIRMED, headers(person)));
    expect((await Promise.all(both)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 409,
    ]);
    await own.close();
  });
});

describe('ACC-12: what goes', () => {
  test('sessions and sockets at once, everywhere, and with them tickets', async () => {
    const { callee, desk, tablet } = await createPair(server.origin);
    const { ticket } = await callee.call('createTicket', {});
    const cookie = { authorization: `Bearer ${callee.token}` };
    const answer = await ask(server.origin, 'deleteMe', CONFIRMED, cookie);
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-parley=; .*Max-Age=0$/);
    expect(await Promise.all([desk.closed, tablet.closed])).toEqual([4403, 4403]);
    expect((await answerOf(callee)).body).toEqual({ code: 'unauthenticated' });
    expect(await createAuthenticator(server.ports).byTicket(ticket)).toBeUndefined();
  });

  test('everything but what others hold: their threads, their calls and reports', async () => {
    const pair = await createPair(server.origin);
    const { caller, callee, conversationId } = pair;
    const stranger = await signUpPerson(server.origin, newHandle());
    const { id } = callee.me.person;
    await callee.call('block', { params: { handle: stranger.me.person.handle } });
    await query(
      server,
      `insert into identifiers (id, account_id, kind, hash, hint) values (gen_random_uuid(), '${id}', 'phone', 'h', '•• 1');
       insert into contacts (id, owner_id, name) values (gen_random_uuid(), '${id}', 'Mum');
       insert into contact_identifiers select '${id}', 'x', id, 'phone', now(), true from contacts where owner_id = '${id}';
       insert into suggestion_quotas (account_id) values ('${id}');
       insert into dismissed_suggestions values ('${id}', '${caller.me.person.id}');
       insert into plan_events (id, account_id, source, occurred_at, event) values ('evt_${id}', '${id}', 'admin', now(), '{}');
       insert into totp_secrets (account_id, secret) values ('${id}', 's');
       insert into passkeys (id, account_id, public_key, counter, transports, label) values ('${id}', '${id}', 'k', 0, '{}', 'key');
       insert into push_targets (session_id, account_id, target) select id, account_id, '{}' from sessions where account_id = '${id}';
       update accounts set premium_until = '2999-01-01', region = 'DE', verified_at = now(), verified_until = '2999-01-01',
         billing_customer_id = 'cus_${id}' where id = '${id}'`,
    );
    await callee.call('report', {
      body: { subject: { kind: 'person', handle: caller.me.person.handle }, reason: 'spam' },
    });
    const { id: callId } = await connect(pair);
    await pair.phone.call('call.hang-up', { callId, because: 'completed' });
    await callee.call('deleteMe', CONFIRMED);

    expect(Object.keys(await traces(callee))).toEqual([
      'accounts.id',
      'calls.callee_id',
      expect.stringMatching(/^conversations\.(high|low)_account_id$/),
      'members.account_id',
      'members.peer_id',
      'messages.author_id',
      'reports.reporter_id',
    ]);
    const [row] = await query<{ handle: string }>(server, `select * from accounts where id = '${id}'`);
    expect(row).toMatchObject({
      display_name: 'Deleted account',
      password_hash: '',
      verified_until: null,
      premium_until: null,
      region: null,
      billing_customer_id: null,
    });
    expect(row?.handle).toMatch(/^deleted-[0-9a-f]{12}$/);
    const { messages } = await caller.call('listMessages', { params: { conversationId }, query: {} });
    expect(messages.map((message) => (message.kind === 'text' ? message.text : message.kind))).toEqual([
      'hello',
      'hello back',
      'call',
    ]);
  });

  test.each(['callee', 'caller'] as const)(
    'CALL-12: a ring of the %s who leaves ends as by hand',
    async (who) => {
      const pair = await createPair(server.origin);
      const { id } = await ring(pair);
      await pair[who].call('deleteMe', CONFIRMED);
      const [other, outcome] = who === 'callee' ? [pair.phone, 'declined'] : [pair.desk, 'cancelled'];
      expect((await other.take('call.ended')).call).toMatchObject({ id, outcome });
    },
  );

  test('CALL-12: so does a call that runs', async () => {
    const pair = await createPair(server.origin);
    const { id } = await connect(pair);
    await pair.callee.call('deleteMe', CONFIRMED);
    expect((await pair.phone.take('call.ended')).call).toMatchObject({ id, outcome: 'completed' });
  });

  test('CALL-12: an invite that meets a deletion under way waits for it, and rings nobody', async () => {
    const pair = await createPair(server.origin);
    const { id } = pair.callee.me.person;
    const db = openDatabase(server.database, () => undefined);
    const isWaiting = async (): Promise<boolean> => {
      const { rows } = await sql`select from pg_locks where not granted`.execute(db);
      return rows.length > 0;
    };
    let invited: Promise<unknown> = Promise.resolve();
    const effects = await server.ports.transaction(async (stores) => {
      await stores.deletion.erase(id, 'Deleted account', new Date());
      const left = await leaveEverywhere(stores, id, server.ports.clock());
      invited = pair.phone.ask('call.invite', { callId: newCallId(), calleeId: id, kind: 'audio' });
      // Answered already, it has not waited, and the expectation below fails.
      await Promise.race([invited, expect.poll(isWaiting).toBe(true)]);
      return left;
    });
    server.ports.run(effects);
    expect(await invited).toEqual({ code: 'call_unavailable' });
    await db.destroy();
  });
});

test('ACC-13, ACC-1: the handle leads to nobody and is given to nobody; what says whose it was is gone', async () => {
  const anna = await signUpPerson(server.origin, newHandle());
  const { handle, id } = anna.me.person;
  await anna.call('deleteMe', CONFIRMED);
  const again = { handle, displayName: 'Another', password: PASSWORD };
  expect((await ask(server.origin, 'signUp', { body: again })).body).toEqual({ code: 'handle_taken' });
  const [row] = await query<{ account_id: string }>(
    server,
    `select account_id from handles where handle = '${handle}'`,
  );
  expect(row?.account_id).not.toBe(id);
});

test('ACC-12: deleting twice at once is deleting once', async () => {
  const anna = await signUpPerson(server.origin, newHandle());
  const headers = { authorization: `Bearer ${anna.token}` };
  const all = await Promise.all(
    Array.from({ length: 4 }, () => ask(server.origin, 'deleteMe', CONFIRMED, headers)),
  );
  const statuses = all.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 401)).toHaveLength(3);
});
