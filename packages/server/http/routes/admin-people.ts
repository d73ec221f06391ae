import { normalizeHandle } from '@parley/protocol';
import type { Profile } from '@parley/protocol';
import { makeChange } from '../../admin/change.ts';
import * as people from '../../admin/people.ts';
import { AppError } from '../../error.ts';
import type { Ports, Viewer } from '../../ports.ts';
import type { Handler } from '../endpoint.ts';

export const findPeopleAsAdmin: Handler<'findPeopleAsAdmin'> = async ({ stores }, { query }) => ({
  people: await stores.adminPeople.find(normalizeHandle(query.q), query.after ?? '', query.limit),
});

export const suspend: Handler<'suspend'> = async (ports, { viewer, params, body }) =>
  await makeChange(ports, viewer.accountId, people.suspend(params.handle, body.reason));

export const unsuspend: Handler<'unsuspend'> = async (ports, { viewer, params }) =>
  await makeChange(ports, viewer.accountId, people.unsuspend(params.handle));

async function changeVerified(
  ports: Ports,
  viewer: Viewer,
  handle: string,
  verified: boolean,
): Promise<Profile | AppError> {
  const { person } = await makeChange(ports, viewer.accountId, people.setVerified(handle, verified));
  const profile = await ports.stores.people.loadProfile(viewer.accountId, person.handle);
  return profile ?? new AppError('not_found');
}

export const grantVerified: Handler<'grantVerified'> = async (ports, { viewer, params }) =>
  await changeVerified(ports, viewer, params.handle, true);

export const removeVerified: Handler<'removeVerified'> = async (ports, { viewer, params }) =>
  await changeVerified(ports, viewer, params.handle, false);
