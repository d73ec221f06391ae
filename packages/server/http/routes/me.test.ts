import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUpAdmin } from '../../testing/admin.ts';
import { write } from '../../testing/conversation.ts';
import { recordEffects } from '../../testing/effects.ts';
import { signUpPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const SETTINGS = {
  enabled: false,
  audiences: { addressBook: false, following: true, verified: true, everyone: false },
  tellBusy: true,
} as const;

test('CON-5, CON-7: call settings are kept as they were set, and both sides follow live (CON-11)', async () => {
  const anna = await signUpPerson(server.origin, 'anna');
  const bert = await signUpPerson(server.origin, 'bert');
  const conversationId = await write(server.ports, anna, bert);
  const effects = recordEffects(server.ports);
  const me = await anna.call('putCallSettings', { body: SETTINGS });
  expect(me.callSettings).toEqual(SETTINGS);
  expect((await anna.call('getMe', {})).callSettings).toEqual(SETTINGS);
  expect(effects).toEqual([
    { kind: 'deliver', to: { accountId: anna.me.person.id }, frame: { type: 'account.changed' } },
    {
      kind: 'deliver',
      to: { accountId: bert.me.person.id },
      frame: { type: 'conversation.changed', conversationId },
    },
  ]);
});

test('a display name is changed for everybody', async () => {
  const carla = await signUpPerson(server.origin, 'carla');
  const dora = await signUpPerson(server.origin, 'dora');
  expect((await carla.call('updateMe', { body: { displayName: 'Carla 🎈' } })).person.displayName).toBe(
    'Carla 🎈',
  );
  const profile = await dora.call('getProfile', { params: { handle: 'carla' } });
  expect(profile.person.displayName).toBe('Carla 🎈');
});

test.each([
  ['a missing audience', { ...SETTINGS, audiences: { addressBook: true, following: true, verified: true } }],
  ['an unknown audience', { ...SETTINGS, audiences: { ...SETTINGS.audiences, nobody: true } }],
  ['a number for a switch', { ...SETTINGS, enabled: 1 }],
])('WIRE-1: settings with %s change nothing', async (name, body) => {
  const person = await signUpPerson(server.origin, `wire_${name.length}`);
  // The test sends what the types forbid.
  expect(await person.fail('putCallSettings', { body: body as typeof SETTINGS })).toMatchObject({
    code: 'bad_request',
  });
  expect((await person.call('getMe', {})).callSettings).toEqual(person.me.callSettings);
});

test('ACC-10: an administrator grants and removes the badge; both ends of each conversation are told', async () => {
  const admin = await signUpAdmin(server, 'the_admin');
  const emma = await signUpPerson(server.origin, 'emma');
  const fred = await signUpPerson(server.origin, 'fred');
  const conversationId = await write(server.ports, emma, fred);
  const effects = recordEffects(server.ports);
  const params = { handle: 'emma' };
  expect((await admin.call('grantVerified', { params })).person.verified).toBe(true);
  const changed = { type: 'conversation.changed', conversationId };
  expect(effects).toEqual([
    { kind: 'deliver', to: { accountId: emma.me.person.id }, frame: { type: 'account.changed' } },
    { kind: 'deliver', to: { accountId: emma.me.person.id }, frame: changed },
    { kind: 'deliver', to: { accountId: fred.me.person.id }, frame: changed },
  ]);
  expect((await fred.call('getProfile', { params })).person.verified).toBe(true);
  expect((await admin.call('removeVerified', { params })).person.verified).toBe(false);
  expect(await admin.fail('grantVerified', { params: { handle: 'nobody_there' } })).toEqual({
    code: 'not_found',
  });
});

test('ACC-10: nobody else grants it', async () => {
  const gina = await signUpPerson(server.origin, 'gina');
  expect(await gina.fail('grantVerified', { params: { handle: 'gina' } })).toEqual({ code: 'forbidden' });
  expect((await gina.call('getMe', {})).person.verified).toBe(false);
});
