import { expect, test } from 'vitest';
import { signUpAdmin } from '../testing/admin.ts';
import { createTestServer } from '../testing/server.ts';
import { createHealth } from './health.ts';
import { databasePart, jobsPart, pushPart, turnPart } from './health-parts.ts';

const says = (words: string): unknown => expect.stringContaining(words);

test('ADM-12: a part that hangs or throws shows as failing and holds up no other', async () => {
  const health = createHealth({
    version: 'v',
    clock: () => 0,
    limitMs: 50,
    probes: {
      database: () => new Promise(() => undefined),
      bus: () => Promise.reject(new Error('connection refused')),
      jobs: async () => ({ status: 'ok', detail: 'fine' }),
    },
  });
  expect(await health()).toEqual({
    version: 'v',
    uptimeMs: 0,
    parts: [
      { name: 'database', status: 'failing', detail: 'No answer within 0.05 s.' },
      { name: 'bus', status: 'failing', detail: 'connection refused' },
      { name: 'jobs', status: 'ok', detail: 'fine' },
    ],
  });
});

test('ADM-12: the database tells its version, size and connections, and a full one is failing', async () => {
  const facts = { version: '18.4', sizeBytes: 12_340_000, connections: 12, mostConnections: 100 };
  let nowMs = 0;
  const clock = () => (nowMs += 3);
  expect(await databasePart({ database: async () => facts }, clock)).toEqual({
    status: 'ok',
    detail: 'PostgreSQL 18.4, answers in 3 ms, 12.3 MB, 12 of 100 connections in use.',
  });
  const full = await databasePart({ database: async () => ({ ...facts, connections: 95 }) }, clock);
  expect(full).toMatchObject({ status: 'failing', detail: says('Raise max_connections') });
});

test('ADM-12: jobs that nobody does are failing', async () => {
  const facts = { due: 2, later: 3, givenUp: 1, oldestDueMs: 5_000 };
  expect(await jobsPart({ jobs: async () => facts })).toEqual({
    status: 'ok',
    detail: '2 due, the oldest since 5 s; 3 for later; 1 given up within a week.',
  });
  const stuck = await jobsPart({ jobs: async () => ({ ...facts, oldestDueMs: 61_000 }) });
  expect(stuck).toMatchObject({
    status: 'failing',
    detail: says('No node works on them'),
  });
});

test('ADM-12: push that reaches hardly any device is failing, and one that nobody set up is off', async () => {
  const senders = { web: true, apns: false, fcm: true };
  const push = (devices: number, failing: number) =>
    pushPart({ push: async () => ({ devices, sent: 1, failing }) }, { senders });
  expect(await push(10, 5)).toEqual({
    status: 'ok',
    detail: 'Web Push, Google (FCM): 10 devices, 1 woken within a day, 5 could not be.',
  });
  expect(await push(10, 6)).toMatchObject({ status: 'failing' });
  const none = { web: false, apns: false, fcm: false };
  expect(
    await pushPart({ push: async () => ({ devices: 0, sent: 0, failing: 0 }) }, { senders: none }),
  ).toMatchObject({ status: 'off' });
});

test('ADM-12: each address of the relay is named with what it answered', () => {
  expect(turnPart([])).toMatchObject({ status: 'off' });
  expect(turnPart([['turn:a', { outcome: 'granted' }]])).toEqual({ status: 'ok', detail: 'turn:a relays.' });
  const part = turnPart([
    ['turn:a', { outcome: 'granted' }],
    ['turn:b', { outcome: 'refused', errorCode: 401 }],
    ['turns:c', { outcome: 'silent' }],
  ]);
  expect(part.status).toBe('failing');
  for (const words of ['turn:b refuses our credentials (401)', 'TURN_SECRET', 'turns:c does not answer'])
    expect(part.detail).toContain(words);
});

test('ADM-12: a node answers for every part', async () => {
  const server = await createTestServer({ runsJobs: true });
  const admin = await signUpAdmin(server, 'the_admin');
  const health = await admin.call('getHealth', {});
  expect(health.version).toMatch(/^Parley \d+\.\d+\.\d+, Node 24\./);
  expect(health.parts.map(({ name, status }) => [name, status])).toEqual([
    ['database', 'ok'],
    ['bus', 'off'],
    ['turn', 'off'],
    ['push', 'ok'],
    ['jobs', 'ok'],
    ['mail', 'off'],
    ['sms', 'off'],
    ['billing', 'off'],
  ]);
  await server.close();
});
