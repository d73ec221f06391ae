import { otherEnd } from '@parley/core';
import type { ServerCall } from '@parley/core';
import { PROTOCOL_VERSION } from '@parley/protocol';
import type { Down, Person } from '@parley/protocol';
import { toAcceptedCall, toRingingCall } from '../commands/call-frames.ts';
import { mayDispatchRing } from '../commands/call-end.ts';
import type { DeviceViewer } from '../commands/command.ts';
import type { Ports } from '../ports.ts';

type WelcomePorts = Pick<Ports, 'stores' | 'rollout' | 'run' | 'clock' | 'log' | 'iceServers'>;
type LiveCall = Down<'welcome'>['calls'][number];

/** What the device must know to ring, or to go on, right now (CALL-10). Telling a callee of a ring dispatches it (CON-10). */
export async function createWelcome(ports: WelcomePorts, viewer: DeviceViewer): Promise<Down<'welcome'>> {
  const live = await ports.stores.calls.loadLive(viewer.accountId);
  const hasCalls = (await ports.rollout.platformsOf(viewer.accountId)).has(viewer.platform);
  const nowMs = ports.clock();
  const calls: LiveCall[] = [];
  for (const { call, facts, peer } of live) {
    const shown = toLiveCall(call, peer, nowMs);
    if (shown === undefined) continue;
    // No trace of calls where they have not reached, except of the one that this device is in (ROLL-6, ROLL-8).
    if (!hasCalls && !takesPart(call, viewer)) continue;
    const ringsHere = call.state === 'ringing' && call.calleeId === viewer.accountId;
    if (ringsHere && !(await mayDispatchRing(ports, call.id, facts))) continue;
    calls.push(ringsHere ? { ...shown, iceServers: ports.iceServers(viewer.accountId) } : shown);
  }
  return {
    type: 'welcome',
    version: PROTOCOL_VERSION,
    accountId: viewer.accountId,
    sessionId: viewer.sessionId,
    deviceId: viewer.deviceId,
    serverTimeMs: nowMs,
    calls,
  };
}

function takesPart(call: ServerCall, viewer: DeviceViewer): boolean {
  if (call.state !== 'ringing') return otherEnd(call, viewer) !== undefined;
  return call.callerId === viewer.accountId && call.callerDeviceId === viewer.deviceId;
}

function toLiveCall(call: ServerCall, peer: Person, nowMs: number): LiveCall | undefined {
  switch (call.state) {
    case 'ringing':
      return nowMs < call.ringExpiresAtMs ? { call: toRingingCall(call), peer } : undefined;
    case 'accepted':
      return { call: toAcceptedCall(call), peer };
    case 'ended':
      return undefined;
  }
}
