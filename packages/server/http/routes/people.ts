import { normalizeHandle } from '@parley/protocol';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

export const searchPeople: Handler<'searchPeople'> = async ({ stores }, { viewer, query }) => ({
  people: await stores.people.search(viewer.accountId, normalizeHandle(query.q), query.limit),
});

export const getProfile: Handler<'getProfile'> = async ({ stores }, { viewer, params }) =>
  (await stores.people.loadProfile(viewer.accountId, normalizeHandle(params.handle))) ??
  new AppError('not_found');

export const listFollowing: Handler<'listFollowing'> = async ({ stores }, { viewer }) => ({
  people: await stores.people.listFollowing(viewer.accountId),
});

export const listBlocked: Handler<'listBlocked'> = async ({ stores }, { viewer }) => ({
  people: await stores.people.listBlocked(viewer.accountId),
});
