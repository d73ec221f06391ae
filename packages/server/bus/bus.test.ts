import { randomUUID } from 'node:crypto';
import { connect } from '@nats-io/transport-node';
import { AccountId, CallId, DeviceId, SessionId } from '@parley/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bus, Envelope, Log } from '../ports.ts';
import { startBroker } from '../testing/broker.ts';
import type { Broker } from '../testing/broker.ts';
import { createLocalBus } from './local.ts';
import { createNatsBus } from './nats.ts';
import { offerOf } from '../testing/signals.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function newAccount(): AccountId {
  return AccountId.parse(randomUUID());
}

const ENVELOPES: Envelope[] = [
  { kind: 'frame', frame: { type: 'account.changed' } },
  {
    kind: 'frame',
    only: DeviceId.parse(randomUUID()),
    frame: {
      type: 'call.signalled',
      callId: CallId.parse(randomUUID()),
      fromDeviceId: DeviceId.parse(randomUUID()),
      run: 1,
      seq: 1,
      signal: offerOf(),
    },
  },
  { kind: 'frame', except: DeviceId.parse(randomUUID()), frame: { type: 'account.changed' } },
  { kind: 'frame', platforms: ['android', 'web'], frame: { type: 'account.changed' } },
  {
    kind: 'frame',
    only: DeviceId.parse(randomUUID()),
    platforms: ['web'],
    frame: { type: 'account.changed' },
  },
  { kind: 'endSession', sessionId: SessionId.parse(randomUUID()) },
  { kind: 'supersede', deviceId: DeviceId.parse(randomUUID()), socketId: randomUUID() },
];

let broker: Broker;

beforeAll(async () => {
  broker = await startBroker();
});

afterAll(() => broker.stop());

/** Each driver: a node's bus, and the bus of another node where there can be one. */
const DRIVERS: Record<string, () => Promise<{ here: Bus; there: Bus }>> = {
  async local() {
    const bus = createLocalBus();
    return { here: bus, there: bus };
  },
  async nats() {
    return { here: await createNatsBus(broker.url, silent), there: await createNatsBus(broker.url, silent) };
  },
};

describe.each(Object.entries(DRIVERS))('the %s bus', (_, create) => {
  async function withBuses(work: (here: Bus, there: Bus) => Promise<void>): Promise<void> {
    const { here, there } = await create();
    try {
      await work(here, there);
    } finally {
      await Promise.all([here.close(), there.close()]);
    }
  }

  test('MSG-8: brings every kind of envelope, in order and once, to the listeners of that account everywhere', async () => {
    await withBuses(async (here, there) => {
      const [account, other] = [newAccount(), newAccount()];
      const heard: Record<'here' | 'there' | 'other', Envelope[]> = { here: [], there: [], other: [] };
      here.subscribe(account, (envelope) => heard.here.push(envelope));
      there.subscribe(account, (envelope) => heard.there.push(envelope));
      there.subscribe(other, (envelope) => heard.other.push(envelope));
      // Subscriptions travel before what is asked after them.
      expect([await here.isReady(), await there.isReady()]).toEqual([true, true]);
      for (const envelope of ENVELOPES) here.publish(account, envelope);
      await expect.poll(() => heard.there.length).toBe(ENVELOPES.length);
      expect(heard).toEqual({ here: ENVELOPES, there: ENVELOPES, other: [] });
    });
  });

  test('MSG-8: a listener that has stopped hears nothing more, the others go on', async () => {
    await withBuses(async (here, there) => {
      const account = newAccount();
      const heard: string[] = [];
      const stopFirst = there.subscribe(account, () => heard.push('first'));
      there.subscribe(account, () => heard.push('second'));
      stopFirst();
      stopFirst();
      await there.isReady();
      here.publish(account, { kind: 'frame', frame: { type: 'account.changed' } });
      await expect.poll(() => heard).toEqual(['second']);
    });
  });

  test('MSG-8: publishing to nobody, and after closing, throws nothing', async () => {
    await withBuses(async (here) => {
      here.publish(newAccount(), { kind: 'frame', frame: { type: 'account.changed' } });
      await here.close();
      here.publish(newAccount(), { kind: 'frame', frame: { type: 'account.changed' } });
    });
  });
});

test('WIRE-1: what is no envelope is dropped and logged, whoever has sent it', async () => {
  const warnings: string[] = [];
  const bus = await createNatsBus(broker.url, { ...silent, warn: (_, message) => warnings.push(message) });
  const outsider = await connect({ servers: broker.url });
  const account = newAccount();
  const heard: Envelope[] = [];
  bus.subscribe(account, (envelope) => heard.push(envelope));
  await bus.isReady();
  for (const text of [
    '',
    'nonsense',
    '{"kind":"frame"}',
    '{"kind":"frame","frame":{"type":"welcome"}}',
    '{"kind":"endSession"}',
  ]) {
    outsider.publish(`parley.account.${account}`, text);
  }
  outsider.publish(`parley.account.${account}`, JSON.stringify(ENVELOPES[0]));
  await expect.poll(() => heard).toEqual([ENVELOPES[0]]);
  expect(warnings).toHaveLength(5);
  await outsider.close();
  await bus.close();
});

test('CALL-10: a broker that is away is not ready, costs no call on this node, and is found again', async () => {
  const own = await startBroker();
  const bus = await createNatsBus(own.url, silent);
  const account = newAccount();
  const heard: Envelope[] = [];
  bus.subscribe(account, (envelope) => heard.push(envelope));
  await own.stop();
  await expect.poll(() => bus.isReady(), { timeout: 5_000 }).toBe(false);
  bus.publish(account, { kind: 'frame', frame: { type: 'account.changed' } });
  expect(heard).toHaveLength(1);
  const again = await startBroker(own.port);
  await expect.poll(() => bus.isReady(), { timeout: 10_000 }).toBe(true);
  const other = await createNatsBus(again.url, silent);
  other.publish(account, { kind: 'frame', frame: { type: 'account.changed' } });
  await expect.poll(() => heard.length).toBe(2);
  await again.stop();
  await Promise.all([bus.close(), other.close()]);
}, 20_000);

test('CALL-10: a broker that never was is a sentence that says what to do', async () => {
  await expect(createNatsBus('nats://127.0.0.1:1', silent)).rejects.toThrow(
    /NATS_URL cannot be reached: start/,
  );
});
