import { isRelayOnly, signalEnd } from '@parley/core';
import type { Party, ServerCall } from '@parley/core';
import type { Up, WireError } from '@parley/protocol';
import type { Effect, Ports, Recipient } from '../ports.ts';
import { whyNoEnd } from './call-no-end.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type SignalPorts = Pick<Ports, 'routes' | 'run' | 'clock' | 'rollout'>;
type SignalFrame = Up<'call.signal'>;

/**
 * Passes a signal to the device at the other end, and only there (CALL-13); while it rings, only where the call may be
 * connected early, and only what the relay may know (CALL-31). The hot path: ten a call and more.
 */
export async function callSignal(
  ports: SignalPorts,
  viewer: DeviceViewer,
  frame: SignalFrame,
): Promise<CommandResult<'call.signal'>> {
  const known = await ports.routes.find(frame.callId);
  let judged = await judgeSignal(ports, known, viewer, frame);
  // Somebody may have answered through another node: what is refused is refused on the database's word.
  if ('error' in judged && known?.state === 'ringing')
    judged = await judgeSignal(ports, await ports.routes.reload(frame.callId), viewer, frame);
  if ('error' in judged) return judged;
  ports.run([judged.effect]);
  return { ok: {} };
}

async function judgeSignal(
  ports: SignalPorts,
  call: ServerCall | undefined,
  viewer: DeviceViewer,
  frame: SignalFrame,
): Promise<{ effect: Effect } | { error: WireError }> {
  if (call === undefined) return refuse('not_found');
  const end = signalEnd(call, viewer, frame.toDeviceId);
  if (end === undefined) return refuse(whyNoEnd(call, viewer));
  // The device has seen to it; a broken one must not show what was promised to stay hidden (PRIV-7, CALL-31).
  if ((call.state === 'ringing' || call.route === 'relay') && !isRelayOnly(frame.signal))
    return refuse('bad_request', 'a relayed call takes no candidates but the relay’s, without raddr');
  if (call.state !== 'ringing') return { effect: toEffect(end, viewer, frame) };
  // Its timer may be late, and calls reach only some of the callee's devices (CALL-4, ROLL-6).
  const ringsOn = await ports.rollout.platformsOf(call.calleeId);
  const isCallee = viewer.accountId === call.calleeId;
  if (ports.clock() >= call.ringExpiresAtMs || (isCallee && !ringsOn.has(viewer.platform)))
    return refuse('wrong_state');
  return { effect: toEffect(end, viewer, frame, isCallee ? {} : { platforms: [...ringsOn] }) };
}

function toEffect(
  { accountId, deviceId }: Party,
  viewer: DeviceViewer,
  { callId, run, seq, signal }: SignalFrame,
  narrowed: Pick<Recipient, 'platforms'> = {},
): Effect {
  const frame = {
    type: 'call.signalled',
    callId,
    fromDeviceId: viewer.deviceId,
    run,
    seq,
    signal,
  } as const;
  return { kind: 'deliver', to: { accountId, only: deviceId, ...narrowed }, frame };
}
