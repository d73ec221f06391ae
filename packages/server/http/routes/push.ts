import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

/** Whoever presses "Ring me now" again and again is told to wait, in milliseconds. */
const LEAST_TEST_AGE_MS = 3_000;

export const getPushState: Handler<'getPushState'> = async ({ stores, push }, { viewer }) => {
  const device = await stores.pushTargets.load(viewer.sessionId);
  const { vapidPublicKey, senders } = push;
  return { vapidPublicKey, senders, subscribed: device?.target.kind ?? null };
};

/** What people send us as a push service is looked at before anything is kept (PUSH-8). */
export const putPushTarget: Handler<'putPushTarget'> = async (
  { stores, push, rateLimits, clock, log },
  request,
) => {
  const { target } = request.body;
  const { sessionId, accountId } = request.viewer;
  await rateLimits.subscribe(accountId);
  const checked = await push.check(target);
  if (checked.outcome === 'refused') {
    log.info({ accountId, kind: target.kind, why: checked.why }, 'push target refused');
    return new AppError('bad_request', { detail: `body.target: ${checked.why}` });
  }
  if (checked.outcome === 'unknown') {
    return new AppError('unavailable', { detail: 'the push service cannot be found right now' });
  }
  await stores.pushTargets.save(sessionId, accountId, target, clock());
  return {};
};

export const removePushTarget: Handler<'removePushTarget'> = async ({ stores }, { viewer }) => {
  await stores.pushTargets.delete(viewer.sessionId);
  return {};
};

/** PUSH-16. The job goes the same way as that of a ring. */
export const testPush: Handler<'testPush'> = async ({ stores, transaction, clock, random }, { viewer }) => {
  const { sessionId } = viewer;
  if ((await stores.pushTargets.load(sessionId)) === undefined) {
    return new AppError('wrong_state', { detail: 'subscribe this device first' });
  }
  const test = random.uuid();
  const started = await transaction(async (inside) => {
    if (!(await inside.pushTargets.startTest(sessionId, test, clock(), LEAST_TEST_AGE_MS))) return false;
    await inside.jobs.add('pushTest', { sessionId, test }, { maxAttempts: 4 });
    return true;
  });
  return started ? { test } : new AppError('rate_limited', { retryAfterMs: LEAST_TEST_AGE_MS });
};
