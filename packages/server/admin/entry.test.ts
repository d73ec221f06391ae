import { ENDPOINTS } from '@parley/protocol';
import type { Endpoint, EndpointName } from '@parley/protocol';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRateLimits } from '../auth/rate-limits.ts';
import { openDatabase } from '../store/database.ts';
import { elevate } from '../testing/admin.ts';
import { createAuthenticator } from '../testing/authenticator.ts';
import type { TestAuthenticator } from '../testing/authenticator.ts';
import { ask, PASSWORD, signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

const A_TEXT: unknown = expect.any(String);
const A_TIME: unknown = expect.any(Number);

let server: TestServer;
let nowMs = 0;
let serial = 0;

beforeAll(async () => {
  // Everybody here signs up from one address.
  const { showFactor, showedFactor } = createRateLimits({ loose: false });
  const rateLimits = { ...createRateLimits({ loose: true }), showFactor, showedFactor };
  server = await createTestServer({ clock: () => nowMs, rateLimits });
});
afterAll(() => server.close());
beforeEach(() => {
  nowMs = 1_800_000_000_000;
});

/** Somebody who is an administrator and has no factor yet. */
async function newAdmin(): Promise<TestPerson> {
  serial += 1;
  const person = await signUpPerson(server.origin, `admin_${serial}`);
  await server.ports.stores.adminPeople.makeAdmin(person.me.person.id);
  return person;
}

/** Another session of the same person. */
async function signInAgain(person: TestPerson): Promise<Record<string, string>> {
  const body = { handle: person.me.person.handle, password: PASSWORD, carry: 'bearer' };
  const { body: answer } = await ask(server.origin, 'signIn', { body });
  return { authorization: `Bearer ${ENDPOINTS.signIn.result.parse(answer).token}` };
}

function codeOf(secret: string, atMs = nowMs): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: atMs });
}

async function addTotp(person: TestPerson, password: string | undefined = PASSWORD): Promise<string> {
  const { secret } = await person.call('beginTotp', { body: { password } });
  await person.call('confirmTotp', { body: { code: codeOf(secret) } });
  return secret;
}

const toBody = (response: object): Record<string, unknown> => ({ ...response });
const challengeOf = (options: Record<string, unknown>): string => String(options['challenge']);

async function addPasskey(
  person: TestPerson,
  password: string | undefined = PASSWORD,
): Promise<TestAuthenticator> {
  const key = createAuthenticator();
  const { options } = await person.call('beginPasskey', { body: { password } });
  const response = toBody(key.create({ challenge: challengeOf(options), origin: server.origin }));
  await person.call('addPasskey', { body: { label: 'key', response } });
  return key;
}

const enter = (code: string) => ({ body: { proof: { factor: 'totp', code } } }) as const;
const access = async (person: TestPerson) => await person.call('getAdminAccess', {});

// Object.keys loses the key type; ENDPOINTS is a literal.
const NAMES = Object.keys(ENDPOINTS) as EndpointName[];
const authOf = (name: EndpointName): Endpoint['auth'] => ENDPOINTS[name].auth;
const BEHIND = NAMES.filter((name) => authOf(name) === 'admin');
const ENTRY = NAMES.filter((name) => authOf(name) === 'adminEntry');

test('ADM-1: nothing behind the entry answers without a second factor', async () => {
  const admin = await newAdmin();
  expect(BEHIND.length).toBeGreaterThan(10);
  for (const name of BEHIND) {
    const headers = { authorization: `Bearer ${admin.token}` };
    const { status, body } = await ask(server.origin, name, {}, headers);
    expect([name, status, body]).toEqual([name, 403, { code: 'second_factor_required' }]);
  }
});

test('ADM-2: who is no administrator is refused by every endpoint, in one way, whatever the session says', async () => {
  serial += 1;
  const bert = await signUpPerson(server.origin, `bert_${serial}`);
  await elevate(server.ports, bert);
  for (const name of [...BEHIND, ...ENTRY]) {
    const { status, body } = await ask(server.origin, name, {}, { authorization: `Bearer ${bert.token}` });
    expect([name, status, body]).toEqual([name, 403, { code: 'forbidden' }]);
    const stranger = await ask(server.origin, name);
    expect([name, stranger.status, stranger.body]).toEqual([name, 401, { code: 'unauthenticated' }]);
  }
  expect(bert.me.isAdmin).toBe(false);
});

test('ADM-3: the first factor asks for the password, and opens the area', async () => {
  const admin = await newAdmin();
  expect(await access(admin)).toEqual({
    elevatedUntilMs: null,
    passkeys: [],
    totp: false,
    asksPassword: true,
  });
  for (const body of [{}, { password: 'wrong horse' }]) {
    expect(await admin.fail('beginTotp', { body })).toEqual({ code: 'wrong_credentials' });
    expect(await admin.fail('beginPasskey', { body })).toEqual({ code: 'wrong_credentials' });
  }
  expect(await admin.fail('confirmTotp', { body: { code: '123456' } })).toEqual({ code: 'wrong_state' });
  await addTotp(admin);
  expect(await access(admin)).toEqual({
    elevatedUntilMs: nowMs + 30 * 60_000,
    passkeys: [],
    totp: true,
    asksPassword: false,
  });
  expect((await admin.call('listAudit', { query: {} })).entries[0]).toMatchObject({
    actor: admin.me.person.handle,
    action: 'factor.added',
    subject: admin.me.person.handle,
    detail: 'authenticator app',
  });
});

test('ADM-3: a demo account has no password and sets its first factor up without', async () => {
  const admin = await newAdmin();
  const db = openDatabase(server.database, () => undefined);
  await db.updateTable('accounts').set({ is_demo: true }).where('id', '=', admin.me.person.id).execute();
  await db.destroy();
  expect(await access(admin)).toMatchObject({ asksPassword: false });
  await addTotp(admin, undefined);
  expect(await access(admin)).toMatchObject({ totp: true });
});

test('ADM-3: another factor needs the open area, and so does removing one; the other sessions close', async () => {
  const admin = await newAdmin();
  const secret = await addTotp(admin);
  nowMs += 30 * 60_000;
  const password = { body: { password: PASSWORD } };
  for (const name of ['beginPasskey', 'beginTotp'] as const)
    expect(await admin.fail(name, password)).toEqual({ code: 'second_factor_required' });
  expect(await admin.fail('removeTotp', {})).toEqual({ code: 'second_factor_required' });
  await admin.call('enterAdmin', enter(codeOf(secret)));
  // One app at a time.
  expect(await admin.fail('beginTotp', password)).toMatchObject({ code: 'wrong_state' });
  await addPasskey(admin, undefined);
  const { passkeys } = await access(admin);
  expect(passkeys).toEqual([{ id: A_TEXT, label: 'key', createdAtMs: nowMs }]);

  const other = await signInAgain(admin);
  nowMs += 30_000;
  await ask(server.origin, 'enterAdmin', enter(codeOf(secret)), other);
  expect((await ask(server.origin, 'listAudit', {}, other)).status).toBe(200);
  expect(await admin.call('removeTotp', {})).toMatchObject({ totp: false });
  expect((await ask(server.origin, 'listAudit', {}, other)).body).toEqual({ code: 'second_factor_required' });
  expect(await admin.fail('removeTotp', {})).toEqual({ code: 'not_found' });
  const [passkey] = passkeys;
  await admin.call('removePasskey', { params: { passkeyId: passkey?.id ?? '' } });
  expect(await admin.fail('removePasskey', { params: { passkeyId: passkey?.id ?? '' } })).toEqual({
    code: 'not_found',
  });
  // As at the first entry.
  nowMs += 30 * 60_000;
  expect(await admin.fail('beginTotp', { body: {} })).toEqual({ code: 'wrong_credentials' });
});

test('ADM-1: the area is open for 30 minutes, in that session alone, and closes when asked', async () => {
  const admin = await newAdmin();
  const secret = await addTotp(admin);
  const other = await signInAgain(admin);
  expect((await ask(server.origin, 'listAudit', {}, other)).body).toEqual({ code: 'second_factor_required' });
  nowMs += 30 * 60_000 - 1;
  await admin.call('listAudit', { query: {} });
  nowMs += 1;
  expect(await admin.fail('listAudit', { query: {} })).toEqual({ code: 'second_factor_required' });
  const entered = await admin.call('enterAdmin', enter(codeOf(secret)));
  expect(entered.elevatedUntilMs).toBe(nowMs + 30 * 60_000);
  await admin.call('leaveAdmin', {});
  expect(await admin.fail('listAudit', { query: {} })).toEqual({ code: 'second_factor_required' });
});

test('ADM-4: each code is good once, and no earlier one after it', async () => {
  const admin = await newAdmin();
  const secret = await addTotp(admin);
  // The code that has confirmed the app.
  expect(await admin.fail('enterAdmin', enter(codeOf(secret)))).toEqual({ code: 'wrong_code' });
  nowMs += 60_000;
  await admin.call('enterAdmin', enter(codeOf(secret)));
  expect(await admin.fail('enterAdmin', enter(codeOf(secret)))).toEqual({ code: 'wrong_code' });
  expect(await admin.fail('enterAdmin', enter(codeOf(secret, nowMs - 30_000)))).toEqual({
    code: 'wrong_code',
  });
  nowMs += 30_000;
  // Of many who present one code at once, one gets in.
  const many = Array.from({ length: 5 }, () =>
    ask(server.origin, 'enterAdmin', enter(codeOf(secret)), { authorization: `Bearer ${admin.token}` }),
  );
  const statuses = (await Promise.all(many)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409]);
});

test('ADM-4: the database has the secret in no form that an app could use', async () => {
  const admin = await newAdmin();
  const secret = await addTotp(admin);
  const stored = await server.ports.stores.secondFactors.findTotp(admin.me.person.id);
  const bytes = Buffer.from(Secret.fromBase32(secret).bytes);
  expect(stored?.box.includes(bytes)).toBe(false);
  expect(stored?.box.includes(Buffer.from(secret))).toBe(false);
});

test('ADM-5: a passkey opens the area; its challenge is good once, for five minutes, for this session', async () => {
  const admin = await newAdmin();
  const key = await addPasskey(admin);
  await admin.call('leaveAdmin', {});
  const begin = async (): Promise<string> => challengeOf((await admin.call('beginAdminEntry', {})).options);
  const answer = (challenge: string) => ({
    body: {
      proof: {
        factor: 'passkey' as const,
        response: toBody(key.use({ challenge, origin: server.origin })),
      },
    },
  });

  const first = answer(await begin());
  expect((await admin.call('enterAdmin', first)).elevatedUntilMs).toBe(nowMs + 30 * 60_000);
  expect(await admin.fail('enterAdmin', first)).toEqual({ code: 'wrong_code' });

  const late = answer(await begin());
  nowMs += 5 * 60_000;
  expect(await admin.fail('enterAdmin', late)).toEqual({ code: 'wrong_code' });

  const stolen = answer(await begin());
  const other = await signInAgain(admin);
  expect((await ask(server.origin, 'enterAdmin', stolen, other)).body).toEqual({ code: 'wrong_code' });

  // A challenge to add a key is none to enter with.
  const { options } = await admin.call('beginPasskey', { body: {} });
  expect(await admin.fail('enterAdmin', answer(challengeOf(options)))).toEqual({ code: 'wrong_code' });
});

test('ADM-5: a passkey of somebody else opens nothing', async () => {
  const [admin, other] = [await newAdmin(), await newAdmin()];
  await addPasskey(admin);
  const key = await addPasskey(other);
  await admin.call('leaveAdmin', {});
  const { options } = await admin.call('beginAdminEntry', {});
  const response = toBody(key.use({ challenge: challengeOf(options), origin: server.origin }));
  expect(await admin.fail('enterAdmin', { body: { proof: { factor: 'passkey', response } } })).toEqual({
    code: 'wrong_code',
  });
});

test('ADM-6: after ten wrong factors the right one must wait too', async () => {
  const admin = await newAdmin();
  const secret = await addTotp(admin);
  nowMs += 60_000;
  const wrong = codeOf(secret, nowMs + 3_600_000);
  for (let tries = 0; tries < 10; tries += 1)
    expect(await admin.fail('enterAdmin', enter(wrong))).toEqual({ code: 'wrong_code' });
  const refused = await admin.fail('enterAdmin', enter(codeOf(secret)));
  expect(refused).toMatchObject({ code: 'rate_limited', retryAfterMs: A_TIME });
});

test('ADM-6: the password that the first factor asks for is limited likewise', async () => {
  const admin = await newAdmin();
  const body = { password: 'a guess' };
  for (let tries = 0; tries < 10; tries += 1) await admin.fail('beginTotp', { body });
  expect(await admin.fail('beginPasskey', { body: { password: PASSWORD } })).toMatchObject({
    code: 'rate_limited',
  });
});

test('ADM-5: whatever a browser might send instead of a passkey is refused, and the server stands', async () => {
  const admin = await newAdmin();
  const key = await addPasskey(admin);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.record({
          id: fc.base64String(),
          rawId: fc.base64String(),
          response: fc.jsonValue(),
          type: fc.constant('public-key'),
        }),
        fc
          .record(
            {
              clientDataJSON: fc.base64String(),
              authenticatorData: fc.base64String(),
              signature: fc.base64String(),
              attestationObject: fc.base64String(),
            },
            { requiredKeys: [] },
          )
          .map((response) => ({ ...toBody(key.use({ challenge: 'x', origin: server.origin })), response })),
      ),
      async (junk) => {
        await server.ports.rateLimits.showedFactor(admin.me.person.id);
        await admin.call('beginAdminEntry', {});
        const response = toBody(junk);
        const refused = await admin.fail('enterAdmin', { body: { proof: { factor: 'passkey', response } } });
        expect(['wrong_code', 'bad_request']).toContain(refused.code);
        await admin.call('beginPasskey', { body: {} });
        const notAdded = await admin.fail('addPasskey', { body: { label: 'key', response } });
        expect(['wrong_code', 'bad_request']).toContain(notAdded.code);
      },
    ),
    { numRuns: 40 },
  );
  expect((await access(admin)).passkeys).toHaveLength(1);
  expect(server.errors).toEqual([]);
});
