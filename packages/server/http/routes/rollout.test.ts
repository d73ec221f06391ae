import type { Rollout } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../config.ts';
import { openDatabase } from '../../store/database.ts';
import { signUpAdmin } from '../../testing/admin.ts';
import { connectDevice } from '../../testing/device.ts';
import { newHandle } from '../../testing/pair.ts';
import { PASSWORD, signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { moveRollout, NOWHERE } from '../../testing/rollout.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;
let admin: TestPerson;

beforeAll(async () => {
  server = await createTestServer();
  admin = await signUpAdmin(server, newHandle());
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const TEN_PERCENT: Rollout = {
  ios: { state: 'percentage', percent: 10 },
  android: { state: 'off' },
  web: { state: 'on' },
  alwaysIn: [],
  alwaysOut: [],
};

test('ROLL-10: a new server has calls everywhere', async () => {
  const fresh = await createTestServer();
  const owner = await signUpAdmin(fresh, newHandle());
  expect(await owner.call('getRollout', {})).toMatchObject({
    rollout: { ios: { state: 'on' }, android: { state: 'on' }, web: { state: 'on' } },
    changedBy: null,
  });
  await fresh.close();
});

test('ROLL-10: PARLEY_ROLLOUT is on or off, and on where it is left out', () => {
  const read = (env: Record<string, string>) => parseConfig(env).rolloutAtFirst;
  expect([read({}), read({ PARLEY_ROLLOUT: 'on' }), read({ PARLEY_ROLLOUT: 'off' })]).toEqual([
    'on',
    'on',
    'off',
  ]);
  expect(() => read({ PARLEY_ROLLOUT: '10' })).toThrow('PARLEY_ROLLOUT must be "on" or "off".');
});

test('ROLL-10: PARLEY_ROLLOUT=off begins with nobody, until somebody has decided', async () => {
  const first = await createTestServer({ config: { rolloutAtFirst: 'off' } });
  const owner = await signUpAdmin(first, newHandle());
  expect(owner.me.callsAvailable).toBe(false);
  const { rollout, version } = await owner.call('getRollout', {});
  expect(rollout).toEqual({ ...NOWHERE, alwaysIn: [], alwaysOut: [] });
  await owner.call('putRollout', { body: { rollout: TEN_PERCENT, version } });
  const { database } = first;
  // The same settings at the next start change nothing; nor does leaving them out.
  for (const rolloutAtFirst of ['off', 'on'] as const) {
    const again = await createTestServer({ database, config: { rolloutAtFirst } });
    expect((await again.ports.stores.rollout.loadStatus()).rollout).toEqual(TEN_PERCENT);
    await again.app.close();
  }
  await first.close();
});

test('ROLL-11: a change is saved, recorded with who made it, and told to open clients at once', async () => {
  const device = await connectDevice(server.origin, admin);
  const { version } = await admin.call('getRollout', {});
  const changed = await admin.call('putRollout', { body: { rollout: TEN_PERCENT, version } });
  expect(changed).toMatchObject({
    rollout: TEN_PERCENT,
    version: version + 1,
    changedBy: admin.me.person.handle,
  });
  await device.take('feature.changed');
  expect(await admin.call('getRollout', {})).toEqual(changed);
  const { entries } = await admin.call('listAudit', { query: { limit: 1 } });
  expect(entries).toMatchObject([
    {
      actor: admin.me.person.handle,
      action: 'rollout.changed',
      subject: 'roll-out',
      detail: 'iOS: on → 10 %; Android: on → off',
    },
  ]);
});

test('ROLL-5: accounts are named by handle, in any spelling, and shown in order', async () => {
  const [zoe, adam] = await Promise.all(
    ['zoe', 'adam'].map((name) => signUpPerson(server.origin, `${name}_${newHandle().slice(0, 8)}`)),
  );
  if (zoe === undefined || adam === undefined) throw new Error('nobody');
  const [zoes, adams] = [zoe.me.person.handle, adam.me.person.handle];
  const { rollout, version } = await admin.call('getRollout', {});
  const lists = { alwaysIn: [zoes.toUpperCase(), adams, zoes], alwaysOut: [adams] };
  const changed = await admin.call('putRollout', { body: { rollout: { ...rollout, ...lists }, version } });
  expect(changed.rollout).toMatchObject({ alwaysIn: [adams, zoes], alwaysOut: [adams] });
  const available = async (person: TestPerson) => (await person.call('getMe', {})).callsAvailable;
  await moveRollout(server.ports, NOWHERE);
  expect([await available(zoe), await available(adam)]).toEqual([true, false]);
});

test('ROLL-5: who was suspended or has left since does not keep the roll-out from being moved', async () => {
  const [listed, leaver] = [
    await signUpPerson(server.origin, newHandle()),
    await signUpPerson(server.origin, newHandle()),
  ];
  const { handle } = listed.me.person;
  const { rollout, version } = await admin.call('getRollout', {});
  const lists = { alwaysIn: [handle, leaver.me.person.handle], alwaysOut: [] };
  await admin.call('putRollout', { body: { rollout: { ...rollout, ...lists }, version } });
  await admin.call('suspend', { params: { handle }, body: { reason: 'spam' } });
  await leaver.call('deleteMe', { body: { confirm: PASSWORD } });
  const shown = await admin.call('getRollout', {});
  // A suspension may be lifted: what was decided about the account stays. A name of nobody is nobody's to type.
  expect(shown.rollout.alwaysIn).toEqual([handle]);
  const { version: seen } = shown;
  const moved = await admin.call('putRollout', {
    body: { rollout: { ...TEN_PERCENT, alwaysIn: [handle] }, version: seen },
  });
  expect(moved.rollout).toMatchObject({ ...TEN_PERCENT, alwaysIn: [handle] });
});

test('ROLL-11: who was overtaken changes nothing and leaves no entry', async () => {
  const before = await admin.call('getRollout', {});
  const { entries } = await admin.call('listAudit', { query: { limit: 1 } });
  const body = { rollout: TEN_PERCENT, version: before.version - 1 };
  expect(await admin.fail('putRollout', { body })).toMatchObject({ code: 'wrong_state' });
  expect(await admin.call('getRollout', {})).toEqual(before);
  expect(await admin.call('listAudit', { query: { limit: 1 } })).toEqual({ entries });
});

test('ROLL-11: of two administrators at once one wins', async () => {
  const { version } = await admin.call('getRollout', {});
  const body = { rollout: TEN_PERCENT, version };
  const tries = await Promise.allSettled([1, 2, 3].map(() => admin.call('putRollout', { body })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await admin.call('getRollout', {})).version).toBe(version + 1);
});

test('ROLL-5, ROLL-11: a handle of nobody is named, and nothing changes', async () => {
  const before = await admin.call('getRollout', {});
  const rollout = { ...TEN_PERCENT, alwaysIn: [admin.me.person.handle, 'nobody_here'] };
  expect(await admin.fail('putRollout', { body: { rollout, version: before.version } })).toEqual({
    code: 'not_found',
    detail: 'nobody is called nobody_here',
  });
  expect(await admin.call('getRollout', {})).toEqual(before);
});

test.each([-0.01, 100.01, 10.005, Number.NaN])('ROLL-2: %s is no percentage', async (percent) => {
  const { rollout, version } = await admin.call('getRollout', {});
  const body = { rollout: { ...rollout, ios: { state: 'percentage' as const, percent } }, version };
  expect(await admin.fail('putRollout', { body })).toMatchObject({ code: 'bad_request' });
});

test('ROLL-2: two decimals are kept as they were typed', async () => {
  for (const percent of [0, 0.01, 0.29, 12.34, 33.33, 99.99, 100]) {
    const { rollout, version } = await admin.call('getRollout', {});
    const ios = { state: 'percentage', percent } as const;
    const changed = await admin.call('putRollout', { body: { rollout: { ...rollout, ios }, version } });
    expect(changed.rollout.ios).toEqual(ios);
  }
});

test('ROLL-11: the record and the change stand or fall together', async () => {
  const before = await admin.call('getRollout', {});
  const db = openDatabase(server.database, () => undefined);
  await sql`alter table audit rename to audit_is_away`.execute(db);
  const body = { rollout: TEN_PERCENT, version: before.version };
  expect(await admin.fail('putRollout', { body })).toMatchObject({ code: 'internal' });
  await sql`alter table audit_is_away rename to audit`.execute(db);
  await db.destroy();
  expect(await admin.call('getRollout', {})).toEqual(before);
  expect(server.errors.splice(0)).toHaveLength(1);
});
