import { otherEnd } from '@parley/core';
import type { CallId } from '@parley/protocol';
import type { DeviceViewer } from '../commands/command.ts';
import type { Ports } from '../ports.ts';

/** Close codes of a page that is unloaded, and of a connection that ends without a closing handshake (RFC 6455, 7.4.1). */
const GONE: readonly number[] = [1001, 1006];

/** The other end has gone, by itself: not we have closed, and it has not said that it means to. */
export function isGone(code: number): boolean {
  return GONE.includes(code);
}

/** Tells the device at the other end of an accepted call that this one has gone (CALL-39). */
export async function tellPeerGone(
  { routes, run }: Pick<Ports, 'routes' | 'run'>,
  { accountId, deviceId }: Pick<DeviceViewer, 'accountId' | 'deviceId'>,
  callId: CallId,
): Promise<void> {
  const known = await routes.find(callId);
  // Another node may have seen it answered.
  const call = known?.state === 'ringing' ? await routes.reload(callId) : known;
  const end = call === undefined ? undefined : otherEnd(call, { accountId, deviceId });
  if (end === undefined) return;
  run([
    {
      kind: 'deliver',
      to: { accountId: end.accountId, only: end.deviceId },
      frame: { type: 'call.peer-gone', callId, deviceId },
    },
  ]);
}
