import { SessionId } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthenticator } from '../../auth/authenticator.ts';
import { recordEffects } from '../../testing/effects.ts';
import { ask, PASSWORD, signUpPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let nowMs = Date.UTC(2026, 0, 1);
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ clock: () => nowMs });
});
afterAll(() => server.close());

async function signInAgain(handle: string, label: string): Promise<{ token: string; sessionId: SessionId }> {
  const body = { handle, password: PASSWORD, carry: 'bearer', platform: 'android', label };
  const answer = await ask(server.origin, 'signIn', { body });
  const { token, sessionId } = answer.body as { token: string; sessionId: string }; // the shape that the sign-in tests assert
  return { token, sessionId: SessionId.parse(sessionId) };
}

test('one’s sessions are listed, the latest used first, and the current one is marked', async () => {
  const anna = await signUpPerson(server.origin, 'anna');
  nowMs += 5_000;
  const phone = await signInAgain('anna', 'Phone of Anna');
  const { sessions } = await anna.call('listSessions', {});
  expect(sessions).toEqual([
    {
      id: phone.sessionId,
      label: 'Phone of Anna',
      platform: 'android',
      createdAtMs: nowMs,
      lastSeenAtMs: nowMs,
      current: false,
    },
    {
      id: anna.sessionId,
      label: 'Web browser',
      platform: 'web',
      createdAtMs: nowMs - 5_000,
      lastSeenAtMs: nowMs - 5_000,
      current: true,
    },
  ]);
});

test('ACC-6: a revoked session is over at once, and its sockets are told to close', async () => {
  const berta = await signUpPerson(server.origin, 'berta');
  const phone = await signInAgain('berta', 'Phone');
  const effects = recordEffects(server.ports);
  await berta.call('revokeSession', { params: { sessionId: phone.sessionId } });
  expect(effects).toEqual([
    { kind: 'endSession', accountId: berta.me.person.id, sessionId: phone.sessionId },
  ]);
  expect((await ask(server.origin, 'getMe', {}, { authorization: `Bearer ${phone.token}` })).status).toBe(
    401,
  );
  expect((await berta.call('listSessions', {})).sessions).toHaveLength(1);
});

test('nobody revokes another one’s session', async () => {
  const carla = await signUpPerson(server.origin, 'carla');
  const mallory = await signUpPerson(server.origin, 'mallory');
  const effects = recordEffects(server.ports);
  expect(await mallory.fail('revokeSession', { params: { sessionId: carla.sessionId } })).toEqual({
    code: 'not_found',
  });
  expect(effects).toEqual([]);
  expect((await carla.call('listSessions', {})).sessions).toHaveLength(1);
});

test('when a session was last seen is noted at most once a minute', async () => {
  const dora = await signUpPerson(server.origin, 'dora');
  const signedUpMs = nowMs;
  const lastSeen = async (): Promise<number | undefined> =>
    (await server.ports.stores.sessions.list(dora.me.person.id))[0]?.lastSeenAtMs;
  nowMs += 59_000;
  await dora.call('getMe', {});
  expect(await lastSeen()).toBe(signedUpMs);
  nowMs += 1_000;
  await dora.call('getMe', {});
  await expect.poll(lastSeen).toBe(nowMs);
});

test('WIRE-4: a ticket stands for its session once, for 30 seconds', async () => {
  const emma = await signUpPerson(server.origin, 'emma');
  const authenticator = createAuthenticator(server.ports);
  const { ticket, expiresAtMs } = await emma.call('createTicket', {});
  expect(expiresAtMs).toBe(nowMs + 30_000);
  expect(await authenticator.byTicket('A'.repeat(43))).toBeUndefined();
  expect(await authenticator.byTicket(ticket)).toEqual({
    accountId: emma.me.person.id,
    sessionId: emma.sessionId,
    isAdmin: false,
    platform: 'web',
  });
  expect(await authenticator.byTicket(ticket)).toBeUndefined();

  const late = await emma.call('createTicket', {});
  nowMs += 30_000;
  expect(await authenticator.byTicket(late.ticket)).toBeUndefined();
});

test('WIRE-4: of many sockets that present a ticket at once, one gets in', async () => {
  const fanny = await signUpPerson(server.origin, 'fanny');
  const authenticator = createAuthenticator(server.ports);
  const { ticket } = await fanny.call('createTicket', {});
  const all = await Promise.all(Array.from({ length: 8 }, () => authenticator.byTicket(ticket)));
  expect(all.filter((viewer) => viewer !== undefined)).toHaveLength(1);
});

test('ACC-6: a ticket of a session that has ended opens nothing', async () => {
  const greta = await signUpPerson(server.origin, 'greta');
  const { ticket } = await greta.call('createTicket', {});
  await greta.call('signOut', {});
  expect(await createAuthenticator(server.ports).byTicket(ticket)).toBeUndefined();
});
