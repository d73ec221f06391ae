import { connect } from 'node:net';
import { ENDPOINTS, REASONS, WireError } from '@parley/protocol';
import type { Endpoint, EndpointName } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUpAdmin } from '../testing/admin.ts';
import { ask, signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
let person: TestPerson;
let bearer: { authorization: string };
/** An administrator who has shown a second factor: nothing but the request itself can be wrong. */
let warden: { authorization: string };

beforeAll(async () => {
  server = await createTestServer();
  person = await signUpPerson(server.origin, 'anna');
  bearer = { authorization: `Bearer ${person.token}` };
  warden = { authorization: `Bearer ${(await signUpAdmin(server, 'the_warden')).token}` };
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server.close();
});

const ALL = Object.entries<Endpoint>(ENDPOINTS) as [EndpointName, Endpoint][]; // the keys of a literal
const UUID = '00000000-0000-4000-8000-000000000000';
/** Well-formed, so that only what a test adds is wrong. */
const PARAMS = {
  ...{ handle: 'nobody_there', sessionId: UUID, conversationId: UUID, callId: UUID, contactId: UUID },
  ...{ identifierId: UUID, reportId: UUID, accountId: UUID, personId: UUID, passkeyId: UUID },
};

function endpoints(fits: (endpoint: Endpoint) => boolean): [EndpointName, Endpoint][] {
  return ALL.filter(([, endpoint]) => fits(endpoint));
}

const isChange = ({ method }: Endpoint): boolean => method !== 'GET';
const isForAdmins = ({ auth }: Endpoint): boolean => auth === 'admin' || auth === 'adminEntry';

test.each(endpoints(({ auth }) => auth !== 'none'))('%s needs a session', async (name) => {
  for (const authorization of ['', 'Bearer ', 'Bearer wrong', 'Basic YTpi']) {
    const answer = await ask(
      server.origin,
      name,
      { params: PARAMS },
      authorization === '' ? {} : { authorization },
    );
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  }
});

test.each(endpoints(isForAdmins))('ADM-2: %s needs an administrator', async (name) => {
  const answer = await ask(server.origin, name, { params: PARAMS }, bearer);
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test.each(endpoints(isChange))('WIRE-1: %s refuses an unknown field', async (name) => {
  const answer = await ask(server.origin, name, { params: PARAMS, body: { surprise: 1 } }, warden);
  expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
});

test.each(ALL)('WIRE-1: %s refuses an unknown parameter', async (name) => {
  const answer = await ask(server.origin, name, { params: PARAMS, query: { surprise: 1 } }, warden);
  expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
});

// Any text may name a passkey.
test.each(endpoints(({ params, path }) => params !== undefined && !path.endsWith(':passkeyId')))(
  'WIRE-1: %s refuses a wrong path',
  async (name) => {
    const wrong = { handle: '../x', conversationId: UUID.replace('0', 'A') };
    const params = { ...Object.fromEntries(Object.keys(PARAMS).map((key) => [key, '1'])), ...wrong };
    const answer = await ask(server.origin, name, { params }, warden);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  },
);

test.each(endpoints(({ body }) => body !== undefined))(
  'WIRE-1: %s refuses what is no object',
  async (name) => {
    for (const body of [[], 'text', 1, null]) {
      const answer = await ask(server.origin, name, { params: PARAMS, body }, warden);
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    }
  },
);

test.each(endpoints(isChange))('ACC-7: a page of another origin changes nothing by %s', async (name) => {
  const headers = { origin: 'https://evil.example', cookie: `__Host-parley=${person.token}` };
  const answer = await ask(server.origin, name, { params: PARAMS }, headers);
  expect(answer).toMatchObject({ status: 403, body: { code: 'bad_origin' } });
});

async function post(body: string, headers: Record<string, string>): Promise<Response> {
  return await fetch(`${server.origin}/api/sign-in`, { method: 'POST', body, headers });
}

test('WIRE-2: a body over 64 KiB is refused with 413', async () => {
  const response = await post(JSON.stringify({ handle: 'x'.repeat(65_536) }), {
    'content-type': 'application/json',
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toEqual({ code: 'too_large' });
});

test.each([
  ['broken JSON', '{"handle":', 'application/json'],
  ['nothing', '', 'application/json'],
  ['a form', 'handle=anna&password=x', 'application/x-www-form-urlencoded'],
  ['plain text, which a page may send without asking', '{"handle":"anna","password":"x"}', 'text/plain'],
  ['a prototype', '{"__proto__":{"handle":"anna"},"password":"x"}', 'application/json'],
])('WIRE-1: %s is refused', async (_, body, type) => {
  const response = await post(body, { 'content-type': type });
  expect(response.status).toBe(400);
  expect(WireError.parse(await response.json()).code).toBe('bad_request');
});

test('a parameter that comes twice is refused', async () => {
  const response = await fetch(`${server.origin}/api/people?q=a&q=b`, { headers: bearer });
  expect(response.status).toBe(400);
});

test.each(['/api/nothing', '/api/', '/api/me/', '/api/me/x/y'])(
  '%s is no page but a WireError',
  async (path) => {
    const response = await fetch(server.origin + path, { headers: { ...bearer, accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(WireError.parse(await response.json())).toEqual({ code: 'not_found' });
  },
);

test('a method that an endpoint does not have is not found', async () => {
  expect((await fetch(`${server.origin}/api/me`, { method: 'POST' })).status).toBe(404);
});

test('text that the database cannot store is refused, not an error of ours', async () => {
  const body = { handle: 'berta', displayName: 'Berta', password: 'x'.repeat(8), label: 'a\0b' };
  expect(await ask(server.origin, 'signUp', { body })).toMatchObject({
    status: 400,
    body: { code: 'bad_request' },
  });
});

test('an address that cannot be decoded is refused, not an error of ours', async () => {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
  socket.end('GET /api/people/%E0%A4%A HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 400/);
});

test('every reason has a status that fits its meaning', () => {
  for (const { status, retryable } of Object.values(REASONS)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(retryable).toBe(status === 429 || status >= 500);
  }
});
