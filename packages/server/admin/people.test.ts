import { randomUUID } from 'node:crypto';
import { ReportId } from '@parley/protocol';
import type { ReportResolution } from '@parley/protocol';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../store/database.ts';
import { elevate, signUpAdmin } from '../testing/admin.ts';
import { write } from '../testing/conversation.ts';
import { connectDevice } from '../testing/device.ts';
import { connect, createPair, newHandle, ring } from '../testing/pair.ts';
import { ask, PASSWORD, signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

const A_TIME: unknown = expect.any(Number);

let server: TestServer;
let admin: TestPerson;

beforeAll(async () => {
  server = await createTestServer();
  admin = await signUpAdmin(server, 'the_admin');
});
afterAll(() => server.close());

const named = (person: TestPerson) => ({ params: { handle: person.me.person.handle } });
const why = (reason: string) => ({ body: { reason } });
const newcomer = () => signUpPerson(server.origin, newHandle());
const audit = async (limit = 1) => (await admin.call('listAudit', { query: { limit } })).entries;

async function withDatabase<T>(work: (db: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const db = openDatabase(server.database, () => undefined);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

describe('ADM-9: finding people', () => {
  const find = async (q: string, more: { after?: string; limit?: number } = {}): Promise<string[]> => {
    const { people } = await admin.call('findPeopleAsAdmin', { query: { q, ...more } });
    return people.map(({ person }) => person.handle);
  };

  test('by the beginning of the handle or of a word of the name, in pages', async () => {
    for (const [handle, displayName] of [
      ['quin_1', 'Quincy Adams'],
      ['quin_2', 'Someone'],
      ['other_q', 'The Quin%dred'],
      ['x_quin', 'Harlequin'],
    ] as const) {
      const person = await signUpPerson(server.origin, handle);
      await person.call('updateMe', { body: { displayName } });
    }
    expect(await find('QUIN')).toEqual(['other_q', 'quin_1', 'quin_2']);
    expect(await find('@quin_')).toEqual(['quin_1', 'quin_2']);
    expect(await find('quin%')).toEqual(['other_q']);
    expect(await find('quin', { limit: 2 })).toEqual(['other_q', 'quin_1']);
    expect(await find('quin', { limit: 2, after: 'quin_1' })).toEqual(['quin_2']);
    expect((await find('', { limit: 3 })).length).toBe(3);
  });

  test('shows devices and the last visit; no password, message or address book', async () => {
    const anna = await newcomer();
    await ask(server.origin, 'signIn', { body: { handle: anna.me.person.handle, password: PASSWORD } });
    const { people } = await admin.call('findPeopleAsAdmin', { query: { q: anna.me.person.handle } });
    expect(people).toEqual([
      {
        person: anna.me.person,
        isAdmin: false,
        verifiedByAdmin: false,
        suspended: null,
        plan: { premium: false, untilMs: null, renews: false },
        joinedAtMs: A_TIME,
        lastSeenAtMs: A_TIME,
        sessions: 2,
      },
    ]);
  });

  test('whatever is typed finds or does not, and breaks nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 50, unit: 'binary' }),
        fc.string({ maxLength: 40 }),
        async (q, after) => {
          await find(q, { after, limit: 3 });
        },
      ),
      { numRuns: 40 },
    );
    expect(server.errors).toEqual([]);
  });
});

describe('ADM-10: suspending', () => {
  test('signs out everywhere at once, and to everybody else there is nobody; lifting gives it back', async () => {
    const [anna, bert] = [await newcomer(), await newcomer()];
    await write(server.ports, anna, bert);
    const device = await connectDevice(server.origin, anna);
    const suspended = await admin.call('suspend', { ...named(anna), ...why('Spam in 40 conversations') });
    expect(suspended).toMatchObject({ suspended: { reason: 'Spam in 40 conversations' }, sessions: 0 });
    expect(await device.closed).toBe(4403);
    expect(await anna.fail('getMe', {})).toEqual({ code: 'unauthenticated' });
    const signIn = { body: { handle: anna.me.person.handle, password: PASSWORD } };
    expect((await ask(server.origin, 'signIn', signIn)).body).toEqual({ code: 'account_suspended' });
    expect(await bert.fail('getProfile', named(anna))).toEqual({ code: 'not_found' });
    const { people } = await bert.call('searchPeople', { query: { q: anna.me.person.handle } });
    expect(people).toEqual([]);

    expect(await admin.call('unsuspend', named(anna))).toMatchObject({ suspended: null });
    expect((await ask(server.origin, 'signIn', signIn)).status).toBe(200);
    expect((await bert.call('getProfile', named(anna))).person).toEqual(anna.me.person);
    expect(
      (await audit(2)).map(({ actor, action, subject, detail }) => [actor, action, subject, detail]),
    ).toEqual([
      ['the_admin', 'account.unsuspended', anna.me.person.handle, ''],
      ['the_admin', 'account.suspended', anna.me.person.handle, 'Spam in 40 conversations'],
    ]);
  });

  test.each(['ringing', 'accepted'] as const)(
    'ends a call that is %s, for the other one too',
    async (state) => {
      const pair = await createPair(server.origin);
      const call = state === 'ringing' ? await ring(pair) : await connect(pair);
      await admin.call('suspend', { ...named(pair.caller), ...why('Threats') });
      expect((await pair.desk.take('call.ended')).call).toMatchObject({ id: call.id });
      const again = {
        callId: ReportId.parse(randomUUID()),
        calleeId: pair.caller.me.person.id,
        kind: 'audio',
      };
      // Any id will do for a call that never is.
      expect(await pair.desk.fail('call.invite', again as never)).toBe('call_unavailable');
    },
  );

  test('nobody suspends themselves, twice, or somebody who is not there', async () => {
    const anna = await newcomer();
    expect(await admin.fail('suspend', { ...named(admin), ...why('x') })).toMatchObject({
      code: 'forbidden',
    });
    await admin.call('suspend', { ...named(anna), ...why('x') });
    const before = await audit();
    expect(await admin.fail('suspend', { ...named(anna), ...why('y') })).toMatchObject({
      code: 'wrong_state',
    });
    expect(await admin.fail('suspend', { params: { handle: 'nobody_there' }, ...why('x') })).toEqual({
      code: 'not_found',
    });
    // ADM-8: a change that is refused leaves no record.
    expect(await audit()).toEqual(before);
    await admin.call('unsuspend', named(anna));
    expect(await admin.fail('unsuspend', named(anna))).toMatchObject({ code: 'wrong_state' });
  });

  test('an administrator who is suspended is one no more, until it is lifted', async () => {
    const other = await signUpAdmin(server, newHandle());
    await admin.call('suspend', { ...named(other), ...why('x') });
    expect(await other.fail('listAudit', { query: {} })).toEqual({ code: 'unauthenticated' });
    await admin.call('unsuspend', named(other));
  });

  test('of two administrators who suspend each other at once, one stays', async () => {
    const [anna, bert] = [await signUpAdmin(server, newHandle()), await signUpAdmin(server, newHandle())];
    // Nobody else is one for a moment.
    await withDatabase((db) =>
      sql`update accounts set is_admin = false where id not in (${anna.me.person.id}, ${bert.me.person.id})`.execute(
        db,
      ),
    );
    const headers = (person: TestPerson) => ({ authorization: `Bearer ${person.token}` });
    const statuses = await Promise.all([
      ask(server.origin, 'suspend', { ...named(bert), ...why('x') }, headers(anna)),
      ask(server.origin, 'suspend', { ...named(anna), ...why('x') }, headers(bert)),
    ]);
    await server.ports.stores.adminPeople.makeAdmin(admin.me.person.id);
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(1);
    const stay = await withDatabase(
      async (db) =>
        (
          await sql`select id from accounts where suspended_at is null
            and id in (${anna.me.person.id}, ${bert.me.person.id})`.execute(db)
        ).rows,
    );
    expect(stay).toHaveLength(1);
  });
});

describe('ADM-11: reports', () => {
  /** A report of `reported` by a newcomer, as it lies in the database. */
  async function makeReport(reported: TestPerson): Promise<{ id: ReportId; reporter: TestPerson }> {
    const [id, reporter] = [ReportId.parse(randomUUID()), await newcomer()];
    await withDatabase((db) =>
      db
        .insertInto('reports')
        .values({
          ...{ id, reporter_id: reporter.me.person.id, reported_id: reported.me.person.id },
          ...{ subject_id: randomUUID(), reason: 'threat', note: 'He knows where I live' },
          evidence: JSON.stringify({ kind: 'message', messages: [{ text: 'I will find you', sentAtMs: 1 }] }),
        })
        .execute(),
    );
    return { id, reporter };
  }
  const list = async (state: 'open' | 'resolved') =>
    (await admin.call('listReports', { query: { state } })).reports;
  const resolve = (reportId: ReportId, resolution: ReportResolution, note = '') => ({
    params: { reportId },
    body: { resolution, note },
  });

  test('show what was disclosed, and are settled once', async () => {
    const anna = await newcomer();
    const { id, reporter } = await makeReport(anna);
    expect(await list('open')).toEqual([
      {
        id,
        reporter: reporter.me.person,
        reported: anna.me.person,
        reason: 'threat',
        note: 'He knows where I live',
        evidence: { kind: 'message', messages: [{ text: 'I will find you', sentAtMs: 1 }] },
        createdAtMs: A_TIME,
        resolved: null,
      },
    ]);
    const settled = await admin.call('resolveReport', resolve(id, 'dismissed', 'A quotation'));
    expect(settled.resolved).toEqual({
      ...{ resolution: 'dismissed', note: 'A quotation', by: 'the_admin', atMs: A_TIME },
    });
    expect(await list('open')).toEqual([]);
    expect(await list('resolved')).toEqual([settled]);
    expect(await admin.fail('resolveReport', resolve(id, 'suspended'))).toMatchObject({
      code: 'wrong_state',
    });
    expect(await anna.call('getMe', {})).toEqual(anna.me);
    expect((await audit())[0]).toMatchObject({
      ...{ action: 'report.resolved', subject: anna.me.person.handle, detail: 'dismissed: A quotation' },
    });
    expect(await admin.fail('resolveReport', resolve(ReportId.parse(randomUUID()), 'dismissed'))).toEqual({
      code: 'not_found',
      detail: 'There is no such report.',
    });
  });

  test('can suspend the reported account in the same step, unless it is already', async () => {
    const anna = await newcomer();
    const [first, second] = [await makeReport(anna), await makeReport(anna)];
    await admin.call('resolveReport', resolve(first.id, 'suspended'));
    expect(await anna.fail('getMe', {})).toEqual({ code: 'unauthenticated' });
    expect((await audit(2)).map(({ action, detail }) => [action, detail])).toEqual([
      ['report.resolved', 'suspended'],
      ['account.suspended', 'Report: threat'],
    ]);
    expect(
      (await admin.call('resolveReport', resolve(second.id, 'suspended', 'again'))).resolved,
    ).toMatchObject({
      resolution: 'suspended',
    });
  });

  test('a suspension that is refused leaves the report open', async () => {
    const { id } = await makeReport(admin);
    expect(await admin.fail('resolveReport', resolve(id, 'suspended'))).toMatchObject({ code: 'forbidden' });
    expect((await list('open')).map((report) => report.id)).toContain(id);
    await admin.call('resolveReport', resolve(id, 'dismissed'));
  });
});

describe('ADM-8: the audit log', () => {
  test('names who, what, whom and when, in pages', async () => {
    const anna = await newcomer();
    await admin.call('grantVerified', named(anna));
    await admin.call('removeVerified', named(anna));
    await admin.call('grantPremium', { ...named(anna), body: { months: 2 } });
    const all = await audit(3);
    expect(all.map(({ action, detail }) => [action, detail])).toEqual([
      ['premium.granted', '2 months'],
      ['verified.removed', ''],
      ['verified.granted', ''],
    ]);
    const [first, ...rest] = all;
    const { entries } = await admin.call('listAudit', { query: { before: first?.id ?? 0, limit: 2 } });
    expect(entries).toEqual(rest);
  });

  test.each(['update audit set detail = $$nothing$$', 'delete from audit', 'truncate audit'])(
    'the database refuses: %s',
    async (statement) => {
      await expect(withDatabase((db) => sql.raw(statement).execute(db))).rejects.toThrow(
        /only ever added to/,
      );
    },
  );

  test('is written in the transaction of the change: without the record there is no change', async () => {
    const anna = await newcomer();
    const { transaction } = server.ports;
    server.ports.transaction = (work) =>
      transaction((stores) =>
        work({
          ...stores,
          audit: { ...stores.audit, record: () => Promise.reject(new Error('the disk is full')) },
        }),
      );
    expect(await admin.fail('grantVerified', named(anna))).toEqual({ code: 'internal' });
    server.ports.transaction = transaction;
    expect((await anna.call('getMe', {})).person.verified).toBe(false);
    expect(server.errors.splice(0)).toHaveLength(1);
  });
});

test('ADM-2: who is an administrator is read with each request', async () => {
  const other = await signUpAdmin(server, newHandle());
  await other.call('listAudit', { query: {} });
  await withDatabase((db) =>
    sql`update accounts set is_admin = false where id = ${other.me.person.id}`.execute(db),
  );
  expect(await other.fail('listAudit', { query: {} })).toEqual({ code: 'forbidden' });
  await elevate(server.ports, other);
  expect(await other.fail('listAudit', { query: {} })).toEqual({ code: 'forbidden' });
});
