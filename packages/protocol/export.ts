import * as z from 'zod/mini';
import { CallKind, CallOutcome, CallRating, CallReceipt } from './call.ts';
import { AddressBookSettings, IdentifierKind } from './contact.ts';
import { CallId, ConversationId } from './ids.ts';
import { Folder } from './message.ts';
import { CallPrivacy, CallSettings, NotificationSettings } from './person.ts';
import { ReportReason } from './report.ts';
import { Platform } from './up.ts';

/** Grows when something in the file means something else than before; docs/members/your-data.md describes each. */
export const EXPORT_VERSION = 1;

/** ISO 8601 in UTC: people read this file. */
const time = z.iso.datetime();
const someone = { handle: z.string(), displayName: z.string() };
const call = {
  callId: CallId,
  callKind: CallKind,
  outcome: z.nullable(CallOutcome),
  durationMs: z.nullable(z.int()),
};

const ExportedMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    seq: z.int(),
    from: z.enum(['you', 'them']),
    at: time,
    text: z.string(),
  }),
  z.strictObject({ kind: z.literal('call'), seq: z.int(), from: z.enum(['you', 'them']), at: time, ...call }),
]);

const head = { format: z.literal('parley-export'), version: z.literal(EXPORT_VERSION), exportedAt: time };

/** What a program must know of the file before it reads on: `AccountExport` is the whole. */
export const ExportHead = z.object(head);

/** Everything about an account, as one file (ACC-15, ACC-16). Pages that only hand it on need not carry this. */
export const AccountExport = z.strictObject({
  ...head,
  profile: z.strictObject({
    ...someone,
    id: z.string(),
    joinedAt: time,
    verified: z.boolean(),
    administrator: z.boolean(),
    followers: z.int(),
  }),
  settings: z.strictObject({
    calls: CallSettings,
    callPrivacy: CallPrivacy,
    notifications: NotificationSettings,
    addressBook: AddressBookSettings,
  }),
  premium: z.strictObject({ until: z.nullable(time), renews: z.boolean() }),
  sessions: z.array(
    z.strictObject({ label: z.string(), platform: Platform, signedInAt: time, lastSeenAt: time }),
  ),
  pushSubscriptions: z.array(
    z.strictObject({
      kind: z.enum(['web', 'apns', 'fcm']),
      host: z.nullable(z.string()),
      since: time,
      lastSentAt: z.nullable(time),
    }),
  ),
  identifiers: z.array(
    z.strictObject({ kind: IdentifierKind, hint: z.string(), addedAt: time, verifiedAt: z.nullable(time) }),
  ),
  following: z.array(z.strictObject({ ...someone, since: time })),
  blocked: z.array(z.strictObject({ ...someone, since: time })),
  addressBook: z.array(
    z.strictObject({ name: z.nullable(z.string()), phones: z.int(), emails: z.int(), addedAt: time }),
  ),
  conversations: z.array(
    z.strictObject({
      id: ConversationId,
      with: z.strictObject(someone),
      folder: Folder,
      muted: z.boolean(),
      readUpTo: z.int(),
      messages: z.array(ExportedMessage),
    }),
  ),
  calls: z.array(
    z.strictObject({
      ...call,
      with: z.strictObject(someone),
      direction: z.enum(['outgoing', 'incoming']),
      startedAt: time,
      removedFromHistory: z.boolean(),
      receipt: z.nullable(CallReceipt),
      rating: z.nullable(CallRating),
    }),
  ),
  planEvents: z.array(
    z.strictObject({
      id: z.string(),
      source: z.enum(['stripe', 'admin', 'demo']),
      occurredAt: time,
      event: z.unknown(),
    }),
  ),
  reports: z.array(
    z.strictObject({
      about: z.strictObject(someone),
      of: z.enum(['message', 'call', 'person']),
      reason: ReportReason,
      note: z.string(),
      at: time,
    }),
  ),
  administration: z.array(z.strictObject({ action: z.string(), at: time, byYou: z.boolean() })),
});
export type AccountExport = z.infer<typeof AccountExport>;
