import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';
import { changePerson } from './change-person.ts';

export const follow: Handler<'follow'> = async (ports, { viewer, params }) =>
  await changePerson(ports, {
    viewer,
    handle: params.handle,
    async change(stores, personId, nowMs) {
      if (await stores.people.isBlocking(viewer.accountId, personId)) {
        throw new AppError('wrong_state', { detail: 'You block this person; unblock them first.' });
      }
      await stores.people.follow(viewer.accountId, personId, new Date(nowMs));
      await stores.people.admitRequest(viewer.accountId, personId);
      return [];
    },
  });

export const unfollow: Handler<'unfollow'> = async (ports, { viewer, params }) =>
  await changePerson(ports, {
    viewer,
    handle: params.handle,
    async change(stores, personId) {
      await stores.people.unfollow(viewer.accountId, personId);
      return [];
    },
  });
