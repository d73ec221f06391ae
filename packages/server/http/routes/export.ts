import { EXPORT_VERSION } from '@parley/protocol';
import type { AccountExport, AccountId } from '@parley/protocol';
import { AppError } from '../../error.ts';
import type { Stores } from '../../ports.ts';
import type { ExportStore } from '../../store/export.ts';
import type { Handler } from '../endpoint.ts';
import { LongList, StreamedJson } from '../streamed-json.ts';

/** The parts of the file, those that can be long as lists that are read while they are sent. */
type Parts = { [K in keyof AccountExport]: AccountExport[K] | LongList };

async function* withMessages(source: ExportStore, id: AccountId): AsyncGenerator<object> {
  for await (const conversation of source.conversations(id)) {
    yield { ...conversation, messages: new LongList(source.messages(conversation.id, id)) };
  }
}

async function collect(
  { accounts, exports: source }: Pick<Stores, 'accounts' | 'exports'>,
  id: AccountId,
  nowMs: number,
): Promise<Parts | undefined> {
  const [me, joinedAt] = await Promise.all([accounts.load(id), source.joinedAt(id)]);
  if (me === undefined || joinedAt === undefined) return undefined;
  const { person, plan } = me;
  const { handle, displayName, verified } = person;
  return {
    format: 'parley-export',
    version: EXPORT_VERSION,
    exportedAt: new Date(nowMs).toISOString(),
    profile: {
      id,
      handle,
      displayName,
      joinedAt,
      verified,
      administrator: me.isAdmin,
      followers: await source.countFollowers(id),
    },
    settings: {
      calls: me.callSettings,
      callPrivacy: me.callPrivacy,
      notifications: me.notifications,
      addressBook: me.addressBook,
    },
    premium: {
      until: plan.untilMs === null ? null : new Date(plan.untilMs).toISOString(),
      renews: plan.renews,
    },
    sessions: await source.sessions(id),
    pushSubscriptions: await source.pushSubscriptions(id),
    identifiers: await source.identifiers(id),
    following: new LongList(source.following(id)),
    blocked: new LongList(source.blocked(id)),
    addressBook: new LongList(source.addressBook(id)),
    conversations: new LongList(withMessages(source, id)),
    calls: new LongList(source.calls(id)),
    planEvents: new LongList(source.planEvents(id)),
    reports: new LongList(source.reports(id)),
    administration: new LongList(source.administration(id)),
  };
}

/** ACC-15, ACC-16. */
export const exportMe: Handler<'exportMe'> = async ({ stores, rateLimits, clock }, { viewer }) => {
  await rateLimits.exportData(viewer.accountId);
  const nowMs = clock();
  const parts = await collect(stores, viewer.accountId, nowMs);
  if (parts === undefined) return new AppError('unauthenticated');
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return new StreamedJson(`parley-${day}.json`, parts);
};
