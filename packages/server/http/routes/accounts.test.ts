import { ENDPOINTS, WireError } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createRateLimits } from '../../auth/rate-limits.ts';
import { openDatabase } from '../../store/database.ts';
import { ask, PASSWORD, signUpPerson } from '../../testing/person.ts';
import { createQuickPasswords, createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const passwords = createQuickPasswords();
const verify = vi.spyOn(passwords, 'verify');
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ passwords });
});
afterAll(() => server.close());

function signUpBody(handle: string, more: object = {}): object {
  return { handle, displayName: 'Somebody', password: PASSWORD, ...more };
}

/** What a browser would send back. */
function cookieOf(headers: Headers): string {
  return (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

describe('signing up', () => {
  test('ACC-5: a browser gets a __Host- cookie and no token', async () => {
    const { status, headers, body } = await ask(server.origin, 'signUp', { body: signUpBody('anna') });
    expect(status).toBe(200);
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-parley=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
    const signedIn = ENDPOINTS.signUp.result.parse(body);
    expect(signedIn).not.toHaveProperty('token');
    expect(signedIn.me).toMatchObject({ isAdmin: false, person: { handle: 'anna', verified: false } });
    const me = await ask(server.origin, 'getMe', {}, { cookie: cookieOf(headers) });
    expect(me.body).toEqual(signedIn.me);
  });

  test('ACC-5: another client gets a bearer token and no cookie', async () => {
    const { headers, body } = await ask(server.origin, 'signUp', {
      body: signUpBody('berta', { carry: 'bearer' }),
    });
    expect(headers.get('set-cookie')).toBeNull();
    expect(body).toHaveProperty('token', expect.stringMatching(/^[\w-]{43}$/));
  });

  test('ACC-5: only the SHA-256 of a token is stored', async () => {
    const person = await signUpPerson(server.origin, 'casimir');
    const db = openDatabase(server.database, () => undefined);
    const dump = await sql<{ row: string }>`select sessions::text as row from sessions`.execute(db);
    const hashes = await sql<{ token_hash: Buffer }>`
      select token_hash from sessions where token_hash = sha256(${person.token}::bytea)`.execute(db);
    await db.destroy();
    expect(dump.rows.map(({ row }) => row).join('\n')).not.toContain(person.token);
    expect(hashes.rows).toHaveLength(1);
  });

  test('CON-8: a new account can be called by the address book and by people it follows', async () => {
    const person = await signUpPerson(server.origin, 'dora');
    expect(person.me.callSettings).toEqual({
      enabled: true,
      audiences: { addressBook: true, following: true, verified: false, everyone: false },
      tellBusy: false,
    });
  });

  test('ACC-1: a handle is taken in any case', async () => {
    await signUpPerson(server.origin, 'Emil_1');
    const again = await ask(server.origin, 'signUp', { body: signUpBody('eMIL_1') });
    expect(again).toMatchObject({ status: 409, body: { code: 'handle_taken' } });
  });

  test('ACC-1: a handle is not given away again when its account is gone', async () => {
    const person = await signUpPerson(server.origin, 'fritz');
    const db = openDatabase(server.database, () => undefined);
    await db.deleteFrom('accounts').where('id', '=', person.me.person.id).execute();
    await db.destroy();
    expect((await ask(server.origin, 'signUp', { body: signUpBody('fritz') })).body).toEqual({
      code: 'handle_taken',
    });
    expect((await ask(server.origin, 'getMe', {}, { authorization: `Bearer ${person.token}` })).status).toBe(
      401,
    );
  });

  test('ACC-1: of many who want a handle at once, one gets it', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, () => ask(server.origin, 'signUp', { body: signUpBody('gustav') })),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  test.each([
    ['a short handle', { handle: 'ab' }],
    ['a handle with a space', { handle: 'a b c' }],
    ['a handle that is a number', { handle: 12_345 }],
    ['ACC-2: a short password', { password: '1234567' }],
    ['ACC-2: an endless password', { password: 'x'.repeat(201) }],
    ['a name of spaces', { displayName: '   ' }],
    ['a name with a line break', { displayName: 'a\nb' }],
    ['WIRE-1: an unknown field', { isAdmin: true }],
    ['another carrier', { carry: 'url' }],
  ])('%s is refused', async (_, wrong) => {
    const { status, body } = await ask(server.origin, 'signUp', { body: signUpBody('hannah', wrong) });
    expect(status).toBe(400);
    const error = WireError.parse(body);
    expect(error.code).toBe('bad_request');
    expect(error.detail).toMatch(/^body/);
  });
});

describe('signing in', () => {
  test('the right password opens, in any case of the handle', async () => {
    await signUpPerson(server.origin, 'ida');
    const { status, body } = await ask(server.origin, 'signIn', {
      body: { handle: 'IDA', password: PASSWORD },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ me: { person: { handle: 'ida' } } });
  });

  test('ACC-3: a wrong handle and a wrong password are answered alike, after the same work', async () => {
    await signUpPerson(server.origin, 'julia');
    verify.mockClear();
    const wrongPassword = await ask(server.origin, 'signIn', {
      body: { handle: 'julia', password: 'wrong wrong' },
    });
    const wrongHandle = await ask(server.origin, 'signIn', {
      body: { handle: 'nobody', password: 'wrong wrong' },
    });
    expect(wrongPassword).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
    expect(wrongHandle.status).toBe(wrongPassword.status);
    expect(wrongHandle.body).toEqual(wrongPassword.body);
    const names = (headers: Headers): string[] => [...headers.keys()].sort();
    expect(names(wrongHandle.headers)).toEqual(names(wrongPassword.headers));
    expect(verify.mock.calls).toEqual([
      [expect.any(String), 'wrong wrong'],
      [undefined, 'wrong wrong'],
    ]);
  });

  test('the link of a demo account that was never printed opens nothing', async () => {
    const answer = await ask(server.origin, 'signInByLink', { body: { token: 'A'.repeat(43) } });
    expect(answer).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
  });

  test('ACC-6: signing out ends the session and takes the cookie back', async () => {
    const { headers } = await ask(server.origin, 'signUp', { body: signUpBody('karl') });
    const cookie = cookieOf(headers);
    const out = await ask(server.origin, 'signOut', {}, { cookie, origin: server.origin });
    expect(out.status).toBe(200);
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-parley=; .*Max-Age=0$/);
    expect((await ask(server.origin, 'getMe', {}, { cookie })).body).toEqual({ code: 'unauthenticated' });
  });
});

test('ACC-4: sign-in and sign-up are limited, and tell when to come back', async () => {
  const strict = await createTestServer({ rateLimits: createRateLimits({ loose: false }) });
  try {
    const body = { handle: 'somebody', password: 'wrong wrong' };
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await ask(strict.origin, 'signIn', { body })).status).toBe(401);
    }
    const refused = await ask(strict.origin, 'signIn', { body });
    expect(refused.status).toBe(429);
    expect(WireError.parse(refused.body).retryAfterMs).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    for (let index = 0; index < 10; index += 1) await signUpPerson(strict.origin, `person${index}`);
    expect((await ask(strict.origin, 'signUp', { body: signUpBody('one_more') })).status).toBe(429);
  } finally {
    await strict.close();
  }
});

test('ACC-4: behind a reverse proxy on this machine, addresses are those that it tells', async () => {
  const strict = await createTestServer({ rateLimits: createRateLimits({ loose: false }) });
  const signUpFrom = async (address: string, handle: string): Promise<number> =>
    (await ask(strict.origin, 'signUp', { body: signUpBody(handle) }, { 'x-forwarded-for': address })).status;
  for (let index = 0; index < 10; index += 1) expect(await signUpFrom('192.0.2.1', `one_${index}`)).toBe(200);
  expect(await signUpFrom('192.0.2.1', 'one_more')).toBe(429);
  expect(await signUpFrom('192.0.2.2', 'another')).toBe(200);
  // What the client itself wrote in front does not count.
  expect(await signUpFrom('203.0.113.9, 192.0.2.1', 'forged')).toBe(429);
  await strict.close();
});

describe('ACC-10: the administrator', () => {
  test('in production the first account is the one, even when many sign up at once', async () => {
    const production = await createTestServer({ config: { mode: 'production' } });
    try {
      const all = await Promise.all(
        ['anna', 'berta', 'carla', 'dora'].map((name) => signUpPerson(production.origin, name)),
      );
      expect(all.filter(({ me }) => me.isAdmin)).toHaveLength(1);
      expect((await signUpPerson(production.origin, 'emma')).me.isAdmin).toBe(false);
    } finally {
      await production.close();
    }
  });

  test('elsewhere nobody becomes one by signing up', async () => {
    const demo = await createTestServer();
    expect((await signUpPerson(demo.origin, 'anna')).me.isAdmin).toBe(false);
    await demo.close();
  });
});
