import { endCallForPair } from '../../commands/call-end.ts';
import type { Handler } from '../endpoint.ts';
import { changePerson } from './change-person.ts';

/** Ends a live call of the two at once, in the same transaction (CALL-12). */
export const block: Handler<'block'> = async (ports, { viewer, params }) =>
  await changePerson(ports, {
    viewer,
    handle: params.handle,
    async change(stores, personId, nowMs) {
      await stores.people.block(viewer.accountId, personId, new Date(nowMs));
      return await endCallForPair(stores, viewer.accountId, personId, nowMs);
    },
  });

export const unblock: Handler<'unblock'> = async (ports, { viewer, params }) =>
  await changePerson(ports, {
    viewer,
    handle: params.handle,
    async change(stores, personId) {
      await stores.people.unblock(viewer.accountId, personId);
      return [];
    },
  });
