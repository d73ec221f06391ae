import type { DeviceId, RingingCall, Up } from '@parley/protocol';
import { expect, vi } from 'vitest';
import type { Ports } from '../ports.ts';
import { createPair, newCallId } from './pair.ts';
import type { Pair } from './pair.ts';
import { signalsOf } from './signals.ts';
import type { TestServer } from './server.ts';

/** A relay that is never asked: only its credentials are handed out. */
export const RELAY = { urls: ['turn:relay.example:3478'], secret: 'secret' };

/** Waits until these of a person's devices are known to be there; what is written down nobody waits for. */
export async function untilReachable(
  { stores }: Pick<Ports, 'stores'>,
  { callee }: Pair,
  devices: readonly DeviceId[],
): Promise<void> {
  const list = async () => {
    const found = await stores.devices.listReachable(callee.me.person.id, ['web', 'ios', 'android']);
    return found.map(({ deviceId }) => deviceId).toSorted();
  };
  const wanted = devices.toSorted();
  await vi.waitFor(async () => expect(await list()).toEqual(wanted), { interval: 10, timeout: 4_000 });
}

/** Two people who may call each other, all four devices with keys, and the callee's known to be there. */
export async function createReachablePair({ origin, ports }: TestServer): Promise<Pair> {
  const pair = await createPair(origin, { signs: true });
  await untilReachable(ports, pair, [pair.desk.deviceId, pair.tablet.deviceId]);
  return pair;
}

type Offers = NonNullable<Up<'call.invite'>['offers']>;

/** The phone rings with these offers. */
export async function ringWith(pair: Pair, offers: Offers = []): Promise<RingingCall> {
  const frame = { callId: newCallId(), calleeId: pair.callee.me.person.id, kind: 'audio', offers } as const;
  const { call } = await pair.phone.call('call.invite', frame);
  if (call.state !== 'ringing') throw new Error(`the call is ${call.state}`);
  return call;
}

/** Every signal that names that candidate, numbered. */
export function framesOf(candidate: string) {
  return signalsOf(candidate).map((signal, at) => ({ run: 1, seq: at + 1, signal }));
}
