import type { Clock } from '../ports.ts';
import { runJob, takeJobs } from './jobs.ts';
import type { WaitingJob } from './jobs.ts';
import { createPair } from './pair.ts';
import type { Pair } from './pair.ts';
import type { TestPerson } from './person.ts';
import { startPushService } from './push-service.ts';
import type { PushService, Subscription } from './push-service.ts';
import { createTestServer } from './server.ts';
import type { TestServer } from './server.ts';

/** A server that knows a push service on this machine, and two people who may call each other. */
export interface PushWorld {
  server: TestServer;
  service: PushService;
  pair: Pair;
  /** Subscribes the person's device to the push service. */
  subscribe: (person: TestPerson) => Promise<Subscription>;
  /** The jobs that wait, which are then gone. */
  takeJobs: () => Promise<WaitingJob[]>;
  /** Runs the jobs that wait, one after the other, and answers with how many wake-ups came of it. */
  runJobs: () => Promise<number>;
  close: () => Promise<void>;
}

interface Options {
  clock?: Clock;
  /** A worker runs the jobs, as in real life. */
  runsJobs?: boolean;
}

export async function createPushWorld({
  clock = Date.now,
  runsJobs = false,
}: Options = {}): Promise<PushWorld> {
  const service = await startPushService();
  const server = await createTestServer({
    clock,
    runsJobs,
    config: { push: { hosts: [service.host], contact: undefined, apns: undefined, fcm: undefined } },
    pushCertificate: service.ca,
  });
  const pair = await createPair(server.origin);
  return {
    server,
    service,
    pair,
    async subscribe(person) {
      const subscription = service.subscribe();
      await person.call('putPushTarget', { body: { target: subscription.target } });
      return subscription;
    },
    takeJobs: () => takeJobs(server.database),
    async runJobs() {
      const before = service.pushes.length;
      for (const job of await takeJobs(server.database)) await runJob(server.ports, job);
      return service.pushes.length - before;
    },
    async close() {
      await server.close();
      await service.close();
    },
  };
}
