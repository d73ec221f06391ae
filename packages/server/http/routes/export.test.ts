import { AccountExport } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRateLimits } from '../../auth/rate-limits.ts';
import { openDatabase } from '../../store/database.ts';
import { EXPORT_PAGE_ROWS } from '../../store/export.ts';
import { connect, createPair, newHandle, say } from '../../testing/pair.ts';
import type { Pair } from '../../testing/pair.ts';
import { ask, signUpPerson } from '../../testing/person.ts';
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

async function run(text: string): Promise<void> {
  const db = openDatabase(server.database, () => undefined);
  await sql.raw(text).execute(db);
  await db.destroy();
}

function bearer(person: TestPerson): Record<string, string> {
  return { authorization: `Bearer ${person.token}` };
}

async function exported(person: TestPerson): Promise<AccountExport> {
  const { status, body } = await ask(server.origin, 'exportMe', {}, bearer(person));
  expect(status).toBe(200);
  // The schema is strict: a field that it does not list fails here.
  return AccountExport.parse(body);
}

/** One of each that an account can have. */
async function fill({ caller, callee }: Pair): Promise<void> {
  const { id, handle } = callee.me.person;
  await run(`
    update accounts set premium_until = '2030-01-01', sync_names = true, region = 'DE' where id = '${id}';
    insert into identifiers (id, account_id, kind, hash, hint, verified_at)
      values (gen_random_uuid(), '${id}', 'phone', 'secret-hash-${id}', '•••• 4567', now());
    insert into contacts (id, owner_id, name) values (gen_random_uuid(), '${id}', 'Mum');
    insert into contact_identifiers
      select '${id}', 'book-hash', id, 'phone', now(), true from contacts where owner_id = '${id}';
    insert into plan_events (id, account_id, source, occurred_at, event)
      values ('evt_${id}', '${id}', 'admin', '2026-01-01', '{"months":1}');
    insert into push_targets (session_id, account_id, target)
      select id, account_id, '{"kind":"web","endpoint":"https://push.example.org/secret-path","keys":{"p256dh":"k","auth":"secret"}}'
      from sessions where account_id = '${id}';
    insert into audit (actor_id, action, subject, detail) values
      ('${caller.me.person.id}', 'verified.granted', '${handle}', 'secret detail'),
      ('${caller.me.person.id}', 'report.resolved', '${handle}', 'dismissed'),
      (null, 'premium.granted', '${handle}', '1 month'),
      (null, 'premium.granted', 'somebody_else', '1 month')`);
}

test('ACC-16: the file holds everything about the account, in the documented shape', async () => {
  const pair = await createPair(server.origin);
  const { caller, callee, conversationId } = pair;
  const them = { handle: caller.me.person.handle, displayName: caller.me.person.displayName };
  await fill(pair);
  const call = await connect(pair);
  await pair.phone.call('call.hang-up', { callId: call.id, because: 'completed' });
  await pair.desk.take('call.ended');
  const stranger = await signUpPerson(server.origin, newHandle());
  await callee.call('block', { params: { handle: stranger.me.person.handle } });
  await callee.call('report', {
    body: { subject: { kind: 'call', callId: call.id }, reason: 'spam', note: 'n' },
  });

  const file = await exported(callee);
  expect(file.profile).toMatchObject({ handle: callee.me.person.handle, followers: 1, administrator: false });
  expect(file.settings.calls).toEqual(callee.me.callSettings);
  expect(file.settings.addressBook).toMatchObject({ region: 'DE', syncNames: true });
  expect(file.premium).toEqual({ until: '2030-01-01T00:00:00.000Z', renews: false });
  expect(file.sessions).toMatchObject([{ label: 'Web browser', platform: 'web' }]);
  expect(file.pushSubscriptions).toMatchObject([{ kind: 'web', host: 'push.example.org' }]);
  expect(file.identifiers).toMatchObject([{ kind: 'phone', hint: '•••• 4567' }]);
  expect(file.following).toMatchObject([them]);
  expect(file.blocked).toMatchObject([{ handle: stranger.me.person.handle }]);
  expect(file.addressBook).toMatchObject([{ name: 'Mum', phones: 1, emails: 0 }]);
  const [conversation, ...others] = file.conversations;
  expect(others).toEqual([]);
  expect(conversation).toMatchObject({ id: conversationId, with: them, folder: 'inbox' });
  expect(conversation?.messages).toMatchObject([
    { kind: 'text', seq: 1, from: 'them', text: 'hello' },
    { kind: 'text', seq: 2, from: 'you', text: 'hello back' },
    { kind: 'call', seq: 3, from: 'them', callId: call.id, callKind: 'audio', outcome: 'completed' },
  ]);
  expect(file.calls).toMatchObject([
    { callId: call.id, with: them, direction: 'incoming', outcome: 'completed' },
  ]);
  expect(file.planEvents).toMatchObject([{ source: 'admin', event: { months: 1 } }]);
  expect(file.reports).toMatchObject([{ about: them, of: 'call', reason: 'spam', note: 'n' }]);
  expect(file.administration).toMatchObject([
    { action: 'verified.granted', byYou: false },
    { action: 'premium.granted', byYou: false },
  ]);
});

test('ACC-16, REP-6: no hashes, keys or passwords, no names of administrators, nothing told about the account', async () => {
  const pair = await createPair(server.origin);
  await fill(pair);
  const { callee, caller } = pair;
  await caller.call('report', {
    body: {
      subject: { kind: 'person', handle: callee.me.person.handle },
      reason: 'threat',
      note: 'about them',
    },
  });
  const text = JSON.stringify(await exported(callee));
  for (const secret of [
    'hash',
    'secret',
    'argon2',
    'about them',
    'threat',
    'report.resolved',
    caller.me.person.id,
  ])
    expect(text).not.toContain(secret);
});

test('ACC-16: somebody else’s threads and books are in nobody’s file', async () => {
  const pair = await createPair(server.origin);
  await say(pair.phone, pair.conversationId, 'between us');
  const stranger = await signUpPerson(server.origin, newHandle());
  const file = await exported(stranger);
  expect(file).toMatchObject({ conversations: [], calls: [], following: [], addressBook: [], reports: [] });
});

test('ACC-15: a long thread comes whole and in order, page by page', async () => {
  const { callee, caller, conversationId } = await createPair(server.origin);
  const more = 2 * EXPORT_PAGE_ROWS + 1;
  await run(`
    insert into messages (conversation_id, seq, id, author_id, kind, client_msg_id, body, counts_as_unread)
      select '${conversationId}', seq, gen_random_uuid(), '${caller.me.person.id}', 'text', gen_random_uuid(), 'text ' || seq, true
      from generate_series(3, ${more}) as seq;
    update conversations set last_seq = ${more} where id = '${conversationId}'`);
  const [conversation] = (await exported(callee)).conversations;
  const seqs = conversation?.messages.map(({ seq }) => seq);
  expect(seqs).toEqual(Array.from({ length: more }, (_, index) => index + 1));
});

test('ACC-15: it comes as a file to keep, that nobody caches', async () => {
  const anna = await signUpPerson(server.origin, newHandle());
  const { headers } = await ask(server.origin, 'exportMe', {}, bearer(anna));
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="parley-\d{4}-\d\d-\d\d\.json"$/);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store');
});

test('ACC-15: a reader who leaves in the middle keeps nothing of the server busy', async () => {
  const { callee, caller, conversationId } = await createPair(server.origin);
  await run(`
    insert into messages (conversation_id, seq, id, author_id, kind, client_msg_id, body, counts_as_unread)
      select '${conversationId}', seq, gen_random_uuid(), '${caller.me.person.id}', 'text', gen_random_uuid(), repeat('x', 4000), true
      from generate_series(3, 4000) as seq`);
  // More readers than there are connections to the database: one that held on to its own would stop the others.
  for (let readers = 0; readers < 15; readers += 1) {
    const leave = new AbortController();
    const response = await fetch(`${server.origin}/api/me/export`, {
      headers: bearer(callee),
      signal: leave.signal,
    });
    await response.body?.getReader().read();
    leave.abort();
  }
  expect((await exported(caller)).conversations).toHaveLength(1);
}, 20_000);

test('ACC-15: at most five an hour', async () => {
  const strict = await createTestServer({ rateLimits: createRateLimits({ loose: false }) });
  const anna = await signUpPerson(strict.origin, 'anna');
  for (let count = 0; count < 5; count += 1) {
    expect((await ask(strict.origin, 'exportMe', {}, bearer(anna))).status).toBe(200);
  }
  expect(await anna.fail('exportMe', {})).toMatchObject({ code: 'rate_limited' });
  await strict.close();
});
