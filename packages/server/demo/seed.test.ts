import { expect, test } from 'vitest';
import { ENDPOINTS } from '@parley/protocol';
import { ask, signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import { announce } from './announce.ts';
import { createLinks } from './links.ts';
import { seedDemo } from './seed.ts';

test('an empty Parley gets three demo people who may call each other at once (CON-6, CON-7)', async () => {
  const server = await createTestServer();
  const { stores } = server.ports;
  await seedDemo(server.ports);
  const people = await stores.accounts.listDemo();
  expect(people.map(({ handle, displayName }) => [handle, displayName])).toEqual([
    ['alice', 'Alice (demo)'],
    ['bob', 'Bob (demo)'],
    ['carol', 'Carol (demo)'],
  ]);
  for (const { id, handle } of people) {
    const conversations = await stores.conversations.list(id, { folder: 'inbox', limit: 50 });
    expect(conversations.map(({ callAccess, lastSeq }) => [callAccess, lastSeq])).toEqual([
      ['allowed', 2],
      ['allowed', 2],
    ]);
    expect((await stores.accounts.load(id))?.isAdmin).toBe(handle === 'alice');
  }
  // A second start finds them there.
  await seedDemo(server.ports);
  expect(await stores.accounts.listDemo()).toHaveLength(3);
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
  expect(links.map(({ name }) => name)).toEqual(['Alice (demo)', 'Bob (demo)', 'Carol (demo)']);
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
