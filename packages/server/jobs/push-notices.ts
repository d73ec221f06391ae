import { NEWS_LIFE_MS, TEST_LIFE_MS } from '../commands/notices.ts';
import { sendWakeUp, toTopic } from './send-wake-up.ts';
import type { Task } from './task.ts';

/** The device told "incoming": its "missed" takes that place, at the push service too (PUSH-12). */
export const pushMissed: Task<'pushMissed'> = async (ports, { callId, sessionId }) => {
  const { stores, rollout, clock } = ports;
  const device = await stores.pushTargets.load(sessionId);
  if (device === undefined) return;
  const missed = await stores.notices.listMissed(sessionId, clock() - NEWS_LIFE_MS);
  const call = missed.find((each) => each.callId === callId);
  if (call === undefined) return;
  if (!(await rollout.platformsOf(device.accountId)).has(device.platform)) return;
  await sendWakeUp(ports, sessionId, device, {
    isUrgent: false,
    topic: toTopic(sessionId, callId),
    expiresAtMs: call.atMs + NEWS_LIFE_MS,
  });
};

/** One wake-up for all messages that wait to be told here (PUSH-13). */
export const pushMessages: Task<'pushMessages'> = async (ports, { sessionId }) => {
  const { stores, clock } = ports;
  const device = await stores.pushTargets.load(sessionId);
  if (device === undefined) return;
  const [latest] = await stores.notices.listMessages(sessionId, clock() - NEWS_LIFE_MS);
  if (latest === undefined) return;
  await sendWakeUp(ports, sessionId, device, {
    isUrgent: false,
    topic: toTopic(sessionId, 'messages'),
    expiresAtMs: latest.atMs + NEWS_LIFE_MS,
  });
};

/** "Ring me now": urgent like a ring, for the device that asked (PUSH-16). */
export const pushTest: Task<'pushTest'> = async (ports, { sessionId, test }) => {
  const { stores, clock } = ports;
  const device = await stores.pushTargets.load(sessionId);
  const waiting = await stores.notices.findTest(sessionId, clock() - TEST_LIFE_MS);
  if (device === undefined || waiting?.test !== test) return;
  await sendWakeUp(ports, sessionId, device, {
    isUrgent: true,
    topic: toTopic(sessionId, test),
    expiresAtMs: waiting.askedAtMs + TEST_LIFE_MS,
  });
};
