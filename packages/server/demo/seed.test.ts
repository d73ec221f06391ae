import { expect, test } from 'vitest';
import { ENDPOINTS } from '@parley/protocol';
import { ask, signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import { announce } from './announce.ts';
import { createLinks } from './links.ts';
import { seedDemo } from './seed.ts';

test('an empty Parley gets demo people who show every state of a plan, a badge and a request (PLAN-1, PLAN-2)', async () => {
  const server = await createTestServer({ config: { placingRequires: 'premium' } });
  const { stores } = server.ports;
  await seedDemo(server.ports);
  const people = await stores.accounts.listDemo();
  const shown = people.map(async ({ id, handle, displayName }) => {
    const viewer = { accountId: id, platform: 'web' } as const;
    const inbox = await stores.conversations.list(viewer, { folder: 'inbox', limit: 50 });
    const requests = await stores.conversations.list(viewer, { folder: 'requests', limit: 50 });
    const { person, plan, isAdmin } = (await stores.accounts.load(id)) ?? {};
    const access = inbox.map(({ peer, callAccess }) => `${peer.handle} ${callAccess}`).toSorted();
    expect({ handle, isAdmin, verified: person?.verified }).toEqual({
      handle,
      isAdmin: handle === 'alice',
      verified: handle === 'carol',
    });
    return [displayName, plan?.premium, access, requests.map(({ peer }) => peer.handle)];
  });
  expect(await Promise.all(shown)).toEqual([
    ['Alice (demo)', true, ['bob allowed', 'carol allowed'], ['dave']],
    ['Bob (demo)', true, ['alice allowed', 'carol allowed', 'erin unavailable'], []],
    ['Carol (demo)', false, ['alice premiumRequired', 'bob premiumRequired'], []],
    ['Dave (demo)', false, ['alice unavailable'], []],
    // Because Bob's address book holds her number (CON-7), and for nothing else.
    ['Erin (demo)', true, ['bob allowed'], []],
  ]);
  // A second start finds them there.
  await seedDemo(server.ports);
  expect(await stores.accounts.listDemo()).toHaveLength(5);
  await server.close();
});

test('the demo shows a missed call, told to the callee as unread (CALL-9), and somebody blocked', async () => {
  const server = await createTestServer();
  const { stores } = server.ports;
  await seedDemo(server.ports);
  const people = await stores.accounts.listDemo();
  const idOf = (name: string) => {
    const person = people.find(({ handle }) => handle === name);
    if (person === undefined) throw new Error(`no ${name}`);
    return person.id;
  };
  const missed = await stores.callHistory.list(idOf('bob'), { filter: 'missed', limit: 50 });
  expect(missed.map(({ peer, outcome, direction }) => [peer.handle, outcome, direction])).toEqual([
    ['erin', 'missed', 'incoming'],
  ]);
  const viewer = { accountId: idOf('bob'), platform: 'web' } as const;
  const inbox = await stores.conversations.list(viewer, { folder: 'inbox', limit: 50 });
  expect(inbox.find(({ peer }) => peer.handle === 'erin')?.unread).toBe(1);
  expect((await stores.people.listBlocked(idOf('carol'))).map(({ handle }) => handle)).toEqual(['dave']);
  await server.close();
});

test('a Parley where somebody has an account gets no demo people', async () => {
  const server = await createTestServer();
  await signUpPerson(server.origin, 'anna');
  await seedDemo(server.ports);
  expect(await server.ports.stores.accounts.listDemo()).toEqual([]);
  await server.close();
});

test('the printed links sign in, again and again, and end with the process', async () => {
  const server = await createTestServer();
  await seedDemo(server.ports);
  const links = await createLinks(server.ports, 'http://localhost:3000');
  expect(links.map(({ name }) => name)).toEqual([
    'Alice (demo)',
    'Bob (demo)',
    'Carol (demo)',
    'Dave (demo)',
    'Erin (demo)',
  ]);
  const [, token = ''] = links[1]?.url.split('http://localhost:3000/sign-in#demo=') ?? [];
  for (let time = 0; time < 2; time += 1) {
    const { body } = await ask(server.origin, 'signInByLink', { body: { token, carry: 'bearer' } });
    expect(ENDPOINTS.signInByLink.result.parse(body).me.person.handle).toBe('bob');
  }
  const next = await createTestServer({ database: server.database });
  expect((await ask(next.origin, 'signInByLink', { body: { token } })).status).toBe(401);
  await next.close();
  await server.close();
});

test('nobody signs in to a demo account with a password that could be known', async () => {
  const server = await createTestServer();
  await seedDemo(server.ports);
  for (const password of ['', 'alice', 'demo', 'password']) {
    expect((await ask(server.origin, 'signIn', { body: { handle: 'alice', password } })).status).toBe(401);
  }
  await server.close();
});

test('what is printed tells where to go and how to be two people', () => {
  const text = announce({
    origin: 'http://localhost:3000',
    demoLinks: [{ name: 'Alice (demo)', url: 'http://localhost:3000/sign-in#demo=x' }],
  });
  expect(text).toContain('  http://localhost:3000\n');
  expect(text).toContain('Alice (demo)  http://localhost:3000/sign-in#demo=x');
  expect(text).toMatch(/private window/);
  expect(announce({ origin: 'https://parley.example.org', demoLinks: [] })).not.toMatch(/demo/);
});
