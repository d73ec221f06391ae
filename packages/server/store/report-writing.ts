import type {
  AccountId,
  CallId,
  CallKind,
  CallOutcome,
  ConversationId,
  Evidence,
  MessageId,
  ReportId,
  ReportReason,
} from '@parley/protocol';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';

export type ReportWritingStore = ReturnType<typeof createReportWritingStore>;

/** Something that can be reported, as the one who reports has received it. */
export interface Reportable {
  reportedId: AccountId;
  /** The message, the call, or the person: reported once by the same one (REP-4). */
  subjectId: string;
  evidence: Evidence;
}

export interface NewReportRow extends Reportable {
  id: ReportId;
  reporterId: AccountId;
  reason: ReportReason;
  note: string;
  createdAtMs: number;
}

/** Messages of the reported person's that go with the reported one (REP-3). */
const MOST_BEFORE = 5;

interface MessageRow {
  author_id: AccountId;
  body: string;
  created_at: Date;
}

const loadMessages = statement<MessageRow, [ConversationId, MessageId, AccountId, number]>(`
  with reported as (
    select messages.author_id, messages.seq
    from members join messages on messages.conversation_id = members.conversation_id
    where members.conversation_id = $1 and members.account_id = $3
      and messages.id = $2 and messages.kind = 'text' and messages.author_id <> $3
  )
  select shown.author_id, shown.body, shown.created_at
  from reported, lateral (
    select author_id, seq, body, created_at from messages
    where conversation_id = $1 and author_id = reported.author_id and kind = 'text' and seq <= reported.seq
    order by seq desc limit $4
  ) shown
  order by shown.seq`);

interface CallRow {
  id: CallId;
  caller_id: AccountId;
  callee_id: AccountId;
  kind: CallKind;
  outcome: CallOutcome | null;
  created_at: Date;
}

const loadCall = statement<CallRow, [CallId, AccountId]>(`
  select id, caller_id, callee_id, kind, outcome, created_at from calls
  where id = $1 and (callee_id = $2 or (caller_id = $2 and accepted_at is not null))`);

const insertReport = statement<
  { id: ReportId },
  [ReportId, AccountId, AccountId, string, ReportReason, string, string, Date]
>(`
  insert into reports (id, reporter_id, reported_id, subject_id, reason, note, evidence, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (reporter_id, subject_id) do nothing returning id`);

/** What members tell the administrators; reading it is the administrators' store. */
export function createReportWritingStore(db: Connection) {
  return {
    /** Undefined: the reporter has received no such message. */
    async loadMessage(
      conversationId: ConversationId,
      messageId: MessageId,
      reporterId: AccountId,
    ): Promise<Reportable | undefined> {
      const rows = await loadMessages(db, conversationId, messageId, reporterId, MOST_BEFORE + 1);
      const [first] = rows;
      if (first === undefined) return undefined;
      const messages = rows.map((row) => ({ text: row.body, sentAtMs: row.created_at.getTime() }));
      const evidence = { kind: 'message', messages } as const;
      return { reportedId: first.author_id, subjectId: messageId, evidence };
    },

    /** Undefined: the reporter neither was called by it nor was answered. */
    async loadCall(callId: CallId, reporterId: AccountId): Promise<Reportable | undefined> {
      const [row] = await loadCall(db, callId, reporterId);
      if (row === undefined) return undefined;
      const startedAtMs = row.created_at.getTime();
      const isReporters = row.caller_id === reporterId;
      const reportedId = isReporters ? row.callee_id : row.caller_id;
      const calledBy = isReporters ? 'reporter' : 'reported';
      const evidence = {
        ...({ kind: 'call', callKind: row.kind, calledBy } as const),
        ...{ outcome: row.outcome, startedAtMs },
      };
      return { reportedId, subjectId: callId, evidence };
    },

    /** False: the same one has reported it already, and nothing is written. */
    async insert(report: NewReportRow): Promise<boolean> {
      const { id, reporterId, reportedId, subjectId, reason, note, evidence } = report;
      const text = JSON.stringify(evidence);
      const at = new Date(report.createdAtMs);
      const rows = await insertReport(db, id, reporterId, reportedId, subjectId, reason, note, text, at);
      return rows.length === 1;
    },
  };
}
