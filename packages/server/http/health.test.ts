import { fastify } from 'fastify';
import pg from 'pg';
import { expect, test } from 'vitest';
import { signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import { registerHealth } from './health.ts';

async function ask(
  path: string,
  checks: Record<string, () => Promise<boolean>>,
): Promise<{ status: number; body: unknown }> {
  const http = fastify();
  registerHealth(http, { checks });
  const response = await http.inject(path);
  await http.close();
  return { status: response.statusCode, body: response.json() };
}

test('/healthz answers as long as the process does, whatever has become of the rest', async () => {
  const checks = { database: async () => false };
  expect(await ask('/healthz', checks)).toEqual({ status: 200, body: { status: 'ok' } });
});

test('/readyz is ready when every part is', async () => {
  const checks = { database: async () => true, bus: async () => true };
  expect(await ask('/readyz', checks)).toEqual({
    status: 200,
    body: { status: 'ok', database: 'ok', bus: 'ok' },
  });
});

test('/readyz names the part that is down, also one that throws or hangs', async () => {
  const checks = {
    database: () => Promise.reject(new Error('connection refused')),
    bus: () => new Promise<boolean>(() => undefined),
    other: async () => true,
  };
  expect(await ask('/readyz', checks)).toEqual({
    status: 503,
    body: { status: 'down', database: 'down', bus: 'down', other: 'ok' },
  });
});

test('a database that has gone away is `unavailable`, which clients repeat, and shows in /readyz', async () => {
  const server = await createTestServer();
  const anna = await signUpPerson(server.origin, 'anna');
  if (!('host' in server.database)) throw new Error('a test database has a place');
  const other = new pg.Client({ ...server.database, database: 'postgres' });
  await other.connect();
  await other.query(`drop database ${server.database.database} with (force)`);
  await other.end();
  for (let time = 0; time < 3; time += 1) {
    expect(await anna.fail('getMe', {})).toEqual({ code: 'unavailable' });
  }
  const ready = await fetch(`${server.origin}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ status: 'down', database: 'down', bus: 'ok' });
  expect(server.errors).not.toEqual([]);
  await server.app.close();
});
