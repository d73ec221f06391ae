import { randomUUID } from 'node:crypto';
import { AccountId, DeviceId, SessionId } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../store/database.ts';
import type { PresentDevice } from '../store/devices.ts';
import { connectDevice } from '../testing/device.ts';
import { newHandle } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { TEST_KEY } from '../testing/signals.ts';
import { createPresence } from './presence.ts';

const SILENT = { warn: () => undefined };

function deviceOf(fields: Partial<PresentDevice> = {}): PresentDevice {
  return {
    accountId: AccountId.parse(randomUUID()),
    deviceId: DeviceId.parse(randomUUID()),
    sessionId: SessionId.parse(randomUUID()),
    socketId: randomUUID(),
    platform: 'web',
    identityKey: TEST_KEY,
    ...fields,
  };
}

describe('what a node writes down', () => {
  /** What was written, in order. */
  let written: { come?: string[]; gone?: string[] }[];
  let failing: boolean;
  const sockets = (devices: readonly PresentDevice[]): string[] => devices.map(({ socketId }) => socketId);
  const devices = {
    savePresent: async (come: readonly PresentDevice[]) => {
      if (failing) throw new Error('no database');
      written.push({ come: sockets(come) });
    },
    forgetGone: async (gone: readonly PresentDevice[]) => void written.push({ gone: sockets(gone) }),
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  const later = async (ms: number) => {
    vi.advanceTimersByTime(ms);
    await settle();
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    written = [];
    failing = false;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('CALL-37: all that comes at once in one statement, and again every 30 s while it is there', async () => {
    const presence = createPresence(devices, SILENT);
    const [one, other] = [deviceOf(), deviceOf()];
    presence.arrived(one);
    presence.arrived(other);
    await settle();
    expect(written).toEqual([{ come: [one.socketId, other.socketId] }]);
    presence.left(one);
    await settle();
    expect(written.at(-1)).toEqual({ gone: [one.socketId] });
    await later(30_000);
    expect(written.at(-1)).toEqual({ come: [other.socketId] });
    presence.left(other);
    await presence.close();
    expect(written.at(-1)).toEqual({ gone: [other.socketId] });
    await later(60_000);
    expect(written).toHaveLength(4);
  });

  test('CALL-37: what could not be written is written the next time', async () => {
    const presence = createPresence(devices, SILENT);
    const device = deviceOf();
    failing = true;
    presence.arrived(device);
    await settle();
    expect(written).toEqual([]);
    failing = false;
    await later(30_000);
    expect(written).toEqual([{ come: [device.socketId] }]);
    await presence.close();
  });

  test('CALL-37: a device that has connected again is there by its new socket alone', async () => {
    const presence = createPresence(devices, SILENT);
    const old = deviceOf();
    const again = { ...old, socketId: randomUUID() };
    presence.arrived(old);
    presence.arrived(again);
    presence.left(old);
    await settle();
    expect(written).toEqual([{ gone: [old.socketId] }, { come: [again.socketId] }]);
    await later(30_000);
    expect(written.at(-1)).toEqual({ come: [again.socketId] });
    await presence.close();
  });
});

describe('what the database says', () => {
  let server: TestServer;
  let person: TestPerson;

  beforeAll(async () => {
    server = await createTestServer();
  });
  beforeEach(async () => {
    person = await signUpPerson(server.origin, newHandle());
  });
  afterAll(async () => {
    await server.close();
    expect(server.errors).toEqual([]);
  });

  const list = async (): Promise<string[]> =>
    (await server.ports.stores.devices.listReachable(person.me.person.id, ['web'])).map(
      ({ deviceId }) => deviceId,
    );
  const until = (devices: string[]) => expect.poll(list, { interval: 10, timeout: 4_000 }).toEqual(devices);

  async function run(text: string): Promise<void> {
    const db = openDatabase(server.database, () => undefined);
    await sql.raw(text).execute(db);
    await db.destroy();
  }

  test('CALL-37: a device is there from its welcome to its close', async () => {
    const device = await connectDevice(server.origin, person, { signs: true });
    await until([device.deviceId]);
    await device.close();
    await until([]);
  });

  test('CALL-37: the end of an older socket does not take a newer one with it', async () => {
    const { devices } = server.ports.stores;
    const old = deviceOf({ accountId: person.me.person.id, sessionId: person.sessionId });
    const again = { ...old, socketId: randomUUID() };
    await devices.savePresent([old]);
    await devices.savePresent([again]);
    await devices.forgetGone([old]);
    expect(await list()).toEqual([old.deviceId]);
    await devices.forgetGone([again]);
    expect(await list()).toEqual([]);
  });

  test('CALL-37: a device that connects again is there, whatever order the two sockets go in', async () => {
    const device = await connectDevice(server.origin, person, { signs: true });
    await until([device.deviceId]);
    const { deviceId } = device;
    const again = await connectDevice(server.origin, person, { signs: true, deviceId });
    await device.closed;
    await again.settle();
    await until([deviceId]);
    await again.close();
    await until([]);
  });

  test('CALL-37: a session that ends takes its devices with it, and none is written for it any more', async () => {
    const device = await connectDevice(server.origin, person, { signs: true });
    await until([device.deviceId]);
    const { sessionId } = person;
    const { accountId } = { accountId: person.me.person.id };
    await server.ports.stores.sessions.delete(accountId, sessionId);
    expect(await list()).toEqual([]);
    await server.ports.stores.devices.savePresent([deviceOf({ accountId, sessionId })]);
    expect(await list()).toEqual([]);
  });

  test('CALL-37: what a node that died has said is believed for 90 seconds, and then forgotten', async () => {
    const [near, far] = [
      await connectDevice(server.origin, person, { signs: true }),
      await connectDevice(server.origin, person, { signs: true }),
    ];
    await expect.poll(async () => (await list()).length, { interval: 10 }).toBe(2);
    const age = (deviceId: string, seconds: number) =>
      run(
        `update devices set seen_at = now() - interval '${seconds} seconds' where device_id = '${deviceId}'`,
      );
    await age(near.deviceId, 80);
    await age(far.deviceId, 91);
    expect(await list()).toEqual([near.deviceId]);
    await server.ports.stores.devices.forgetDead();
    await age(far.deviceId, 0);
    expect(await list()).toEqual([near.deviceId]);
  });

  test('CALL-37: a device without an identity key is not written down', async () => {
    const plain = await connectDevice(server.origin, person);
    const signing = await connectDevice(server.origin, person, { signs: true });
    await plain.settle();
    await until([signing.deviceId]);
  });
});
