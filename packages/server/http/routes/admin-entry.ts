import { loadAccess } from '../../admin/access.ts';
import * as enrol from '../../admin/enrol.ts';
import { askToEnter, enter } from '../../admin/enter.ts';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

export const getAdminAccess: Handler<'getAdminAccess'> = async (ports, { viewer }) =>
  await loadAccess(ports, ports.stores, viewer);

export const beginPasskey: Handler<'beginPasskey'> = async (ports, { viewer, body }) =>
  await enrol.beginPasskey(ports, viewer, body.password);

export const addPasskey: Handler<'addPasskey'> = async (ports, { viewer, body }) =>
  await enrol.addPasskey(ports, viewer, body);

export const removePasskey: Handler<'removePasskey'> = async (ports, { viewer, params }) =>
  await enrol.removePasskey(ports, viewer, params.passkeyId);

export const beginTotp: Handler<'beginTotp'> = async (ports, { viewer, body }) =>
  await enrol.beginTotp(ports, viewer, body.password);

export const confirmTotp: Handler<'confirmTotp'> = async (ports, { viewer, body }) =>
  await enrol.confirmTotp(ports, viewer, body.code);

export const removeTotp: Handler<'removeTotp'> = async (ports, { viewer }) =>
  await enrol.removeTotp(ports, viewer);

export const beginAdminEntry: Handler<'beginAdminEntry'> = async (ports, { viewer }) => {
  const asked = await askToEnter(ports, viewer);
  return asked instanceof AppError ? asked : { options: { ...asked.options } };
};

export const enterAdmin: Handler<'enterAdmin'> = async (ports, { viewer, body }) =>
  await enter(ports, viewer, body.proof);

export const leaveAdmin: Handler<'leaveAdmin'> = async ({ stores }, { viewer }) => {
  await stores.secondFactors.lower(viewer.accountId, { just: viewer.sessionId });
  return {};
};
