import type { AccountExport, AccountId, ConversationId, PushTarget } from '@parley/protocol';
import type { Connection } from './database.ts';
import * as sql from './export-rows.ts';
import type { SomeoneRow } from './export-rows.ts';

export type ExportStore = ReturnType<typeof createExportStore>;

type Rows<K extends keyof AccountExport> = AccountExport[K] extends readonly (infer Row)[] ? Row : never;

/** A conversation without its messages, which are read when its turn has come. */
export type ExportedConversation = Omit<Rows<'conversations'>, 'messages'>;

/** So many rows are in memory at a time: of the longest messages, less than 3 MB. */
export const EXPORT_PAGE_ROWS = 200;

/** Reads page after page, each from after the last row of the one before, for as long as somebody takes the rows. */
async function* inPages<Row, Key>(
  read: (after: Key | null) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
  first: Key | null = null,
): AsyncGenerator<Row> {
  let after = first;
  for (;;) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < EXPORT_PAGE_ROWS) return;
    after = keyOf(last);
  }
}

const iso = (at: Date): string => at.toISOString();
const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;
function durationOf(acceptedAt: Date | null, endedAt: Date | null): number | null {
  return acceptedAt === null || endedAt === null ? null : endedAt.getTime() - acceptedAt.getTime();
}

const toSomeone = (row: SomeoneRow): { handle: string; displayName: string } => ({
  handle: row.handle,
  displayName: row.display_name,
});

/** Where the device's wake-ups go; the rest of an endpoint is a secret between this server and the push service. */
function hostOf(target: PushTarget): string | null {
  return target.kind === 'web' && URL.canParse(target.endpoint) ? new URL(target.endpoint).host : null;
}

/** One's own data, row by row, read as it is taken (ACC-15). Each page is a query of its own: nothing is held open. */
export function createExportStore(db: Connection) {
  const most = EXPORT_PAGE_ROWS;

  async function* conversationsOf(id: AccountId): AsyncGenerator<ExportedConversation> {
    const read = (after: AccountId | null) => sql.listConversations(db, id, after, most);
    for await (const row of inPages(read, ({ peer_id }) => peer_id)) {
      const { conversation_id, folder, muted, read_seq: readUpTo } = row;
      yield { id: conversation_id, with: toSomeone(row), folder, muted, readUpTo };
    }
  }

  async function* messagesOf(
    conversationId: ConversationId,
    readerId: AccountId,
  ): AsyncGenerator<Rows<'conversations'>['messages'][number]> {
    const read = (after: number | null) => sql.listMessages(db, conversationId, after ?? 0, most);
    for await (const row of inPages(read, ({ seq }) => seq)) {
      const from = row.author_id === readerId ? 'you' : 'them';
      const base = { seq: row.seq, from, at: iso(row.created_at) } as const;
      if (row.kind === 'text') yield { kind: 'text', ...base, text: row.body ?? '' };
      else if (row.call_id !== null && row.call_kind !== null) {
        const { call_id: callId, call_kind: callKind, call_outcome: outcome } = row;
        yield { kind: 'call', ...base, callId, callKind, outcome, durationMs: row.call_duration_ms };
      }
    }
  }

  async function* callsOf(id: AccountId): AsyncGenerator<Rows<'calls'>> {
    for await (const conversation of conversationsOf(id)) {
      const read = (after: number | null) => sql.listCalls(db, conversation.id, id, after ?? 0, most);
      for await (const row of inPages(read, ({ seq }) => seq)) {
        yield {
          callId: row.id,
          callKind: row.kind,
          outcome: row.outcome,
          durationMs: durationOf(row.accepted_at, row.ended_at),
          with: toSomeone(row),
          direction: row.is_caller ? 'outgoing' : 'incoming',
          startedAt: iso(row.created_at),
          removedFromHistory: row.hidden,
          receipt: row.receipt,
          rating: row.rating,
        };
      }
    }
  }

  async function* relations(
    list: typeof sql.listFollowing,
    id: AccountId,
  ): AsyncGenerator<Rows<'following'>> {
    const read = (after: AccountId | null) => list(db, id, after, most);
    for await (const row of inPages(read, ({ person_id }) => person_id))
      yield { ...toSomeone(row), since: iso(row.since) };
  }

  return {
    async countFollowers(id: AccountId): Promise<number> {
      return (await sql.countFollowers(db, id))[0]?.count ?? 0;
    },

    async joinedAt(id: AccountId): Promise<string | undefined> {
      const [row] = await sql.loadDates(db, id);
      return row && iso(row.created_at);
    },

    async sessions(id: AccountId): Promise<AccountExport['sessions']> {
      return (await sql.listSessions(db, id)).map(({ label, platform, created_at, last_seen_at }) => ({
        label,
        platform,
        signedInAt: iso(created_at),
        lastSeenAt: iso(last_seen_at),
      }));
    },

    async pushSubscriptions(id: AccountId): Promise<AccountExport['pushSubscriptions']> {
      return (await sql.listPushTargets(db, id)).map(({ target, created_at, last_sent_at }) => ({
        kind: target.kind,
        host: hostOf(target),
        since: iso(created_at),
        lastSentAt: isoOrNull(last_sent_at),
      }));
    },

    async identifiers(id: AccountId): Promise<AccountExport['identifiers']> {
      return (await sql.listIdentifiers(db, id)).map(({ kind, hint, created_at, verified_at }) => ({
        kind,
        hint,
        addedAt: iso(created_at),
        verifiedAt: isoOrNull(verified_at),
      }));
    },

    following: (id: AccountId) => relations(sql.listFollowing, id),
    blocked: (id: AccountId) => relations(sql.listBlocked, id),

    async *addressBook(id: AccountId): AsyncGenerator<Rows<'addressBook'>> {
      const read = (after: string | null) => sql.listContacts(db, id, after, most);
      for await (const { name, phones, emails, added_at } of inPages(read, ({ place }) => place))
        yield { name, phones, emails, addedAt: iso(added_at) };
    },

    conversations: conversationsOf,
    messages: messagesOf,
    calls: callsOf,

    async *planEvents(id: AccountId): AsyncGenerator<Rows<'planEvents'>> {
      const read = (after: string | null) => sql.listPlanEvents(db, id, after, most);
      for await (const row of inPages(read, (event) => event.id))
        yield { id: row.id, source: row.source, occurredAt: iso(row.occurred_at), event: row.event };
    },

    async *reports(id: AccountId): AsyncGenerator<Rows<'reports'>> {
      const read = (after: string | null) => sql.listReports(db, id, after, most);
      for await (const row of inPages(read, (report) => report.id)) {
        const { of, reason, note } = row;
        yield { about: toSomeone(row), of, reason, note, at: iso(row.created_at) };
      }
    },

    async *administration(id: AccountId): AsyncGenerator<Rows<'administration'>> {
      const read = (after: string | null) => sql.listAudit(db, id, after, most);
      for await (const row of inPages(read, (entry) => entry.id))
        yield { action: row.action, at: iso(row.at), byYou: row.by_you };
    },
  };
}
