import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRateLimits } from '../../auth/rate-limits.ts';
import { newHandle } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const turn = { urls: ['turn:turn.example:3478?transport=udp'], secret: 'secret' };
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ config: { turn }, rateLimits: createRateLimits({ loose: false }) });
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

test('DOC-2: a member is lent the relay for two minutes, with credentials that name nobody', async () => {
  const person = await signUpPerson(server.origin, newHandle());
  const beforeS = Math.floor(Date.now() / 1_000);
  const { iceServers } = await person.call('lendRelay', {});
  const [lent] = iceServers;
  expect(lent?.urls).toEqual(turn.urls);
  const endsAtS = Number(lent?.username?.split(':')[0]);
  expect(endsAtS).toBeGreaterThanOrEqual(beforeS + 120);
  expect(endsAtS).toBeLessThanOrEqual(Math.floor(Date.now() / 1_000) + 120);
  expect(lent?.username).not.toContain(person.me.person.id);
  expect(lent?.credential).toBe(
    createHmac('sha1', turn.secret)
      .update(lent?.username ?? '')
      .digest('base64'),
  );
});

test('DOC-2: ten times an hour, each account for itself', async () => {
  const person = await signUpPerson(server.origin, newHandle());
  for (let time = 1; time <= 10; time += 1) await person.call('lendRelay', {});
  await expect(person.call('lendRelay', {})).rejects.toThrow('rate_limited');
  const other = await signUpPerson(server.origin, newHandle());
  expect((await other.call('lendRelay', {})).iceServers).toHaveLength(1);
});

test('DOC-2: who has no calls is lent nothing, and nobody is who is not signed in', async () => {
  const without = await createTestServer({ config: { turn, rolloutAtFirst: 'off' } });
  const person = await signUpPerson(without.origin, newHandle());
  expect(await person.call('lendRelay', {})).toEqual({ iceServers: [] });
  const response = await fetch(`${without.origin}/api/doctor/relay`, {
    method: 'POST',
    headers: { origin: without.origin },
  });
  expect(response.status).toBe(401);
  await without.close();
});
