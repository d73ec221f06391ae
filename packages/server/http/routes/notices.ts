import { loadMe } from '../../auth/load-me.ts';
import { loadNotices } from '../../commands/notices.ts';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';
import { accountChanged } from '../../commands/announce.ts';

export const getNotices: Handler<'getNotices'> = async (ports, { viewer }) =>
  (await loadNotices(ports, viewer)) ?? new AppError('unauthenticated');

export const seenNotices: Handler<'seenNotices'> = async ({ stores, clock }, { viewer, body }) => {
  await stores.notices.saveSeen(viewer.sessionId, viewer.accountId, body, clock());
  return {};
};

export const putNotificationSettings: Handler<'putNotificationSettings'> = async (
  ports,
  { viewer, body },
) => {
  await ports.stores.notices.saveSettings(viewer.accountId, body);
  ports.run([accountChanged(viewer.accountId)]);
  return (await loadMe(ports, ports.stores, viewer)) ?? new AppError('unauthenticated');
};
