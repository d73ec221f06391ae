import * as z from 'zod/mini';
import { CallKind, CallOutcome } from './call.ts';
import { CallId, ConversationId, MessageId, ReportId } from './ids.ts';
import { Handle, Person } from './person.ts';

export const ReportReason = z.enum(['spam', 'harassment', 'threat', 'other']);
export type ReportReason = z.infer<typeof ReportReason>;

/** What is reported: something that one has received, or somebody who rings. */
export const ReportSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), conversationId: ConversationId, messageId: MessageId }),
  z.strictObject({ kind: z.literal('call'), callId: CallId }),
  z.strictObject({ kind: z.literal('person'), handle: Handle }),
]);
export type ReportSubject = z.infer<typeof ReportSubject>;

export const NewReport = z.strictObject({
  subject: ReportSubject,
  reason: ReportReason,
  note: z._default(z.string().check(z.maxLength(1_000), z.regex(/^[^\0]*$/)), ''),
  /** Block the person as well. */
  block: z._default(z.boolean(), false),
});
export type NewReport = z.infer<typeof NewReport>;

/** What the one who reports has disclosed. */
export const Evidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    /** The reported one is the last. */
    messages: z.array(z.object({ text: z.string(), sentAtMs: z.int() })),
  }),
  z.object({
    kind: z.literal('call'),
    callKind: CallKind,
    /** Who called: the one who reports, or the one who is reported. */
    calledBy: z.enum(['reporter', 'reported']),
    /** null: it was ringing or running when it was reported. */
    outcome: z.nullable(CallOutcome),
    startedAtMs: z.int(),
  }),
  z.object({ kind: z.literal('person') }),
]);
export type Evidence = z.infer<typeof Evidence>;

export const ReportResolution = z.enum(['dismissed', 'warned', 'suspended']);
export type ReportResolution = z.infer<typeof ReportResolution>;

/** A report as administrators read it. */
export const Report = z.object({
  id: ReportId,
  reporter: Person,
  reported: Person,
  reason: ReportReason,
  note: z.string(),
  evidence: Evidence,
  createdAtMs: z.int(),
  resolved: z.nullable(
    z.object({ resolution: ReportResolution, atMs: z.int(), by: z.nullable(z.string()), note: z.string() }),
  ),
});
export type Report = z.infer<typeof Report>;
