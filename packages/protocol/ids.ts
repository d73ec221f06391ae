import * as z from 'zod/mini';

// Lower case only: one id has one spelling, so ids compare as strings everywhere.
const uuid = z.uuid().check(z.lowercase());

/** A person's account. */
export const AccountId = uuid.brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

/** One sign-in: what a person lists and revokes under Settings → Sessions. */
export const SessionId = uuid.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

/** One running client (a tab, an app) that can ring and answer; chosen at random by the client. */
export const DeviceId = uuid.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;

/** The one conversation of a pair of accounts. */
export const ConversationId = uuid.brand<'ConversationId'>();
export type ConversationId = z.infer<typeof ConversationId>;

/** One row of a thread. */
export const MessageId = uuid.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

/** Chosen by the sending client; makes a retry harmless (MSG-3). */
export const ClientMsgId = uuid.brand<'ClientMsgId'>();
export type ClientMsgId = z.infer<typeof ClientMsgId>;

/** Chosen by the calling client; never reused (CALL-2). */
export const CallId = uuid.brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

/** A phone number or e-mail address of one's own account. */
export const IdentifierId = uuid.brand<'IdentifierId'>();
export type IdentifierId = z.infer<typeof IdentifierId>;

/** One entry of an address book. */
export const ContactId = uuid.brand<'ContactId'>();
export type ContactId = z.infer<typeof ContactId>;

/** What somebody told the administrators. */
export const ReportId = uuid.brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;
