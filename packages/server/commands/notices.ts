import { RING_TIMEOUT_MS } from '@parley/protocol';
import type { Notices } from '@parley/protocol';
import type { Ports, Viewer } from '../ports.ts';
import { mayDispatchRing } from './call-end.ts';
import { toRingingCall } from './call-frames.ts';

/** Older news than this is none, in milliseconds. */
export const NEWS_LIFE_MS = 24 * 60 * 60_000;
/** "Ring me now" is over as soon as a ring would be, in milliseconds. */
export const TEST_LIFE_MS = RING_TIMEOUT_MS;

type NoticePorts = Pick<Ports, 'stores' | 'rollout' | 'run' | 'clock' | 'log'>;

/** Telling of a ring dispatches it: what lost its permission ends (CON-10). */
async function loadRinging(ports: NoticePorts, { accountId }: Viewer): Promise<Notices['ringing']> {
  const { stores, clock } = ports;
  const live = await stores.calls.loadLive(accountId);
  const ringing: Notices['ringing'] = [];
  for (const { call, facts, peer } of live) {
    if (call.state !== 'ringing' || call.calleeId !== accountId || clock() >= call.ringExpiresAtMs) continue;
    if (await mayDispatchRing(ports, call.id, facts)) ringing.push({ call: toRingingCall(call), peer });
  }
  return ringing;
}

/** What this session's device should show at this moment (PUSH-14). */
export async function loadNotices(ports: NoticePorts, viewer: Viewer): Promise<Notices | undefined> {
  const { stores, rollout, clock } = ports;
  const { accountId, sessionId, platform } = viewer;
  const account = await stores.accounts.load(accountId);
  if (account === undefined) return undefined;
  const hasCalls = (await rollout.platformsOf(accountId)).has(platform);
  const rings = hasCalls && account.notifications.incomingCalls;
  const newsSinceMs = clock() - NEWS_LIFE_MS;
  const [ringing, missed, messages, test] = await Promise.all([
    rings ? loadRinging(ports, viewer) : [],
    hasCalls ? stores.notices.listMissed(sessionId, newsSinceMs) : [],
    stores.notices.listMessages(sessionId, newsSinceMs),
    stores.notices.findTest(sessionId, clock() - TEST_LIFE_MS),
  ]);
  return { ringing, missed, messages, test: test?.test ?? null };
}
