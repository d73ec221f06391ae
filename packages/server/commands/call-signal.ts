import { isRelayOnly, otherEnd } from '@parley/core';
import type { Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { whyNoEnd } from './call-no-end.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** Passes a signal to the device at the other end, and only there (CALL-13). The hot path: ten a call and more. */
export async function callSignal(
  { routes, run }: Pick<Ports, 'routes' | 'run'>,
  viewer: DeviceViewer,
  { callId, signal }: Up<'call.signal'>,
): Promise<CommandResult<'call.signal'>> {
  const call = await routes.find(callId);
  if (call === undefined) return refuse('not_found');
  const other = otherEnd(call, viewer);
  if (other !== undefined) {
    // The device has seen to it; a broken one must not show what was promised to stay hidden (PRIV-7).
    if (call.route === 'relay' && !isRelayOnly(signal)) {
      return refuse('bad_request', 'a relayed call takes no candidates but the relay’s, without raddr');
    }
    const frame = { type: 'call.signalled', callId, fromDeviceId: viewer.deviceId, signal } as const;
    run([{ kind: 'deliver', to: { accountId: other.accountId, only: other.deviceId }, frame }]);
    return { ok: {} };
  }
  return refuse(whyNoEnd(call, viewer));
}
