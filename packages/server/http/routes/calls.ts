import type { Handler } from '../endpoint.ts';

export const listCalls: Handler<'listCalls'> = async ({ stores }, { viewer, query }) => ({
  calls: await stores.calls.listEnded(viewer.accountId, query.beforeMs, query.limit),
});
