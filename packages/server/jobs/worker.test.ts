import { afterEach, expect, test } from 'vitest';
import pg from 'pg';
import { ring, say } from '../testing/pair.ts';
import { listJobs } from '../testing/jobs.ts';
import { createPushWorld } from '../testing/push-world.ts';
import type { PushWorld } from '../testing/push-world.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

const running: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.close();
});

async function start(options: Parameters<typeof createPushWorld>[0] = {}): Promise<PushWorld> {
  const world = await createPushWorld(options);
  running.push(world);
  return world;
}

/** Another node of the same installation, with a worker. */
async function startNode(world: PushWorld): Promise<TestServer> {
  const node = await createTestServer({
    database: world.server.database,
    runsJobs: true,
    config: { push: { hosts: [world.service.host], contact: undefined, apns: undefined, fcm: undefined } },
    pushCertificate: world.service.ca,
  });
  running.push(node);
  return node;
}

async function withClient(world: PushWorld, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const { database } = world.server;
  const client = new pg.Client('url' in database ? { connectionString: database.url } : database);
  await client.connect();
  await work(client);
  await client.end();
}

test('PUSH-3: the worker of a node wakes the device while it rings', async () => {
  const world = await start({ runsJobs: true });
  await world.subscribe(world.pair.callee);
  await ring(world.pair);
  await world.service.received(1);
  await expect.poll(() => listJobs(world.server.database)).toEqual([]);
  expect(world.server.errors).toEqual([]);
});

test('PUSH-3: what was decided before a stop is sent after the start, by whichever node, and by one alone', async () => {
  const world = await start();
  await world.subscribe(world.pair.callee);
  await say(world.pair.phone, world.pair.conversationId, 'hello');
  await ring(world.pair);
  const nodes = [await startNode(world), await startNode(world)];
  await world.service.received(2);
  await expect.poll(() => listJobs(world.server.database)).toEqual([]);
  expect(world.service.pushes).toHaveLength(2);
  expect(nodes.flatMap((node) => node.errors)).toEqual([]);
});

test('PUSH-3: a job of a transaction that was rolled back does not exist', async () => {
  const world = await start();
  const { sessionId } = world.pair.callee;
  const attempt = world.server.ports.transaction(async (stores) => {
    await stores.jobs.add('pushMessages', { sessionId });
    throw new Error('changed my mind');
  });
  await expect(attempt).rejects.toThrow('changed my mind');
  expect(await world.takeJobs()).toEqual([]);
});

test('PUSH-6: a wake-up that failed is tried again by the worker, and that is no error', async () => {
  const world = await start({ runsJobs: true });
  await world.subscribe(world.pair.callee);
  world.service.answers.push({ status: 503 });
  await ring(world.pair);
  const pushes = await world.service.received(2);
  // It lives no longer than what is left of the ring by then.
  const [first, second] = pushes.map((push) => Number(push.headers['ttl']));
  expect(second).toBeLessThan(first ?? 0);
  expect(world.server.errors).toEqual([]);
});

test('PUSH-3: a worker whose connections break goes on', async () => {
  const world = await start({ runsJobs: true });
  await world.subscribe(world.pair.callee);
  await withClient(world, (client) =>
    client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley jobs'",
    ),
  );
  await say(world.pair.phone, world.pair.conversationId, 'still there?');
  await world.service.received(1);
});

test('PUSH-3: a job that this version cannot read is put away, and the others run', async () => {
  const world = await start({ runsJobs: true });
  await world.subscribe(world.pair.callee);
  await withClient(world, (client) =>
    client.query(`select graphile_worker.add_job('pushRing', '{"callId": 7}')`),
  );
  await ring(world.pair);
  await world.service.received(1);
  await expect.poll(() => listJobs(world.server.database)).toEqual([]);
  expect(world.server.errors).toEqual([expect.objectContaining({ task: 'pushRing' })]);
});

test('PUSH-6: jobs that were given up long ago, and what was seen of old calls, are forgotten', async () => {
  const world = await start();
  const { pair, server } = world;
  const { id: callId } = await ring(pair);
  await pair.phone.call('call.cancel', { callId });
  await pair.callee.call('seenNotices', { body: { callIds: [callId] } });
  await withClient(world, async (client) => {
    await client.query(
      `select graphile_worker.add_job('pushRing', '{}', run_at := now() - interval '8 days')`,
    );
    await client.query(`update graphile_worker._private_jobs set attempts = max_attempts`);
    await client.query(`select graphile_worker.add_job('pushRing', '{}')`);
    await client.query(`update seen_notices set seen_at = now() - interval '3 days'`);
  });
  await server.ports.stores.jobs.forgetGivenUp();
  expect(await listJobs(server.database)).toHaveLength(1);
  await server.ports.stores.notices.forgetSeenCalls(Date.now() - 1_000);
  await withClient(world, async (client) => {
    expect((await client.query('select from seen_notices')).rowCount).toBe(0);
  });
});

test('PUSH-3: what a node was doing when it died is done by another, within minutes', async () => {
  const world = await start();
  await world.subscribe(world.pair.callee);
  await say(world.pair.phone, world.pair.conversationId, 'hello');
  const lock = (ago: string) =>
    withClient(world, (client) =>
      client.query(
        `update graphile_worker._private_jobs
         set locked_at = now() - interval '${ago}', locked_by = 'worker-of-a-dead-node', attempts = 1`,
      ),
    );
  const node = await startNode(world);
  const { jobs } = node.ports.stores;
  await lock('2 minutes');
  // Too early: it may be slow, and alive.
  expect(await jobs.freeAbandoned()).toBe(0);
  await lock('11 minutes');
  expect(await jobs.freeAbandoned()).toBe(1);
  await world.service.received(1);
  await expect.poll(() => listJobs(world.server.database)).toEqual([]);
});
