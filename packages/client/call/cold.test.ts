import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  BENS_CALL,
  BENS_DEVICE,
  benOffers,
  callWords,
  createCallWorld,
  inShort,
  ringFromBen,
  signals,
} from './scripted-call.fixture.ts';
import type { CallWorld } from './scripted-call.fixture.ts';
import { ANN, BEN } from '../testing/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const SERVERS = [{ urls: ['turn:turn.test'], username: 'u', credential: 'c' }];

function accept({ client }: CallWorld): void {
  client.calls.get(BENS_CALL)?.actions.accept?.();
}

async function offer(world: CallWorld): Promise<void> {
  const frame = { type: 'call.signalled', callId: BENS_CALL, fromDeviceId: BENS_DEVICE } as const;
  world.server.emit({ ...frame, ...(await benOffers(world, BENS_CALL)) });
  await settle();
}

test('CALL-20, CALL-45: the servers that come with the ring make nothing; the accept makes a connection that gathers and says nothing', async () => {
  const world = await createCallWorld();
  ringFromBen(world);
  await settle();
  expect(world.media.log).toEqual([]);
  world.server.frames['call.accept'] = () => undefined;
  accept(world);
  await settle();
  expect(world.media.connections).toHaveLength(1);
  expect(world.media.connection.configuration).toMatchObject({
    iceServers: SERVERS,
    iceTransportPolicy: 'all',
    iceCandidatePoolSize: 1,
  });
  world.media.connection.finds('candidate:early');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(signals(world)).toEqual([]);
});

test('CALL-45: the offer is answered on the connection that was made at the accept', async () => {
  const world = await createCallWorld();
  ringFromBen(world);
  accept(world);
  await settle();
  await offer(world);
  expect(world.media.connections).toHaveLength(1);
  expect(signals(world).map(inShort)).toMatchObject([{ kind: 'answer', connection: 1 }]);
});

test('PRIV-3, CALL-45: where the route has become stricter, what gathers directly is closed, and the relay’s connection answers', async () => {
  const world = await createCallWorld();
  ringFromBen(world);
  const stricter = callWords({ id: BENS_CALL, kind: 'audio', caller: BEN, callee: ANN, route: 'relay' });
  world.server.frames['call.accept'] = () => ({
    call: stricter.accepted(BENS_DEVICE, world.server.deviceId),
    iceServers: SERVERS,
  });
  accept(world);
  await settle();
  await offer(world);
  const [first, second] = world.media.connections;
  expect(first?.connectionState).toBe('closed');
  expect(first?.remoteDescription).toBeNull();
  expect(second?.configuration.iceTransportPolicy).toBe('relay');
  expect(signals(world)).toHaveLength(1);
});
