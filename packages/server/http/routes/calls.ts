import { DeviceId } from '@parley/protocol';
import { endByFrame } from '../../commands/call-step.ts';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

export const listCalls: Handler<'listCalls'> = async ({ stores }, { viewer, query }) => ({
  calls: await stores.callHistory.list(viewer.accountId, query),
});

export const removeCall: Handler<'removeCall'> = async ({ stores }, { viewer, params }) => {
  const removed = await stores.callHistory.remove(viewer.accountId, params.callId);
  return removed ? {} : new AppError('not_found');
};

export const removeAllCalls: Handler<'removeAllCalls'> = async ({ stores }, { viewer }) => {
  await stores.callHistory.removeAll(viewer.accountId);
  return {};
};

export const putCallReceipt: Handler<'putCallReceipt'> = async ({ stores }, { viewer, params, body }) => {
  const saved = await stores.callReceipts.saveReceipt(viewer.accountId, params.callId, body);
  return saved ? {} : new AppError('not_found');
};

export const putCallRating: Handler<'putCallRating'> = async ({ stores }, { viewer, params, body }) => {
  const saved = await stores.callReceipts.saveRating(viewer.accountId, params.callId, body.rating);
  return saved ? {} : new AppError('not_found');
};

/** From a notification: a page that is closed has no socket (PUSH-19). */
export const declineCall: Handler<'declineCall'> = async (ports, { viewer, params }) => {
  // Any of the callee's devices may, and it is not remembered which.
  const by = { accountId: viewer.accountId, deviceId: DeviceId.parse(ports.random.uuid()) };
  const result = await endByFrame(ports, params.callId, { type: 'decline', by });
  return 'error' in result ? new AppError(result.error.code) : {};
};
