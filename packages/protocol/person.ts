import * as z from 'zod/mini';
import { AddressBookSettings } from './contact.ts';
import { AccountId } from './ids.ts';
import { PlacingRequires, PlanState } from './plan.ts';

/** A handle as people type it: case does not matter, the server stores lower case. */
export const Handle = z.string().check(z.regex(/^[A-Za-z0-9_]{3,20}$/));

/** The stored form of a handle: no leading @, no spaces around it, lower case. */
export function normalizeHandle(typed: string): string {
  return typed.trim().replace(/^@/, '').toLowerCase();
}

/** A name to show: 1 to 50 characters, no control characters, not only spaces. */
export const DisplayName = z.string().check(z.minLength(1), z.maxLength(50), z.regex(/^(?=.*\S)\P{Cc}+$/u));

/** What anyone may see of a person. */
export const Person = z.object({
  id: AccountId,
  handle: z.string(),
  displayName: z.string(),
  verified: z.boolean(),
});
export type Person = z.infer<typeof Person>;

/** A person as seen by the one who asks. */
export const Profile = z.object({
  person: Person,
  isYou: z.boolean(),
  youFollow: z.boolean(),
  followsYou: z.boolean(),
  youBlock: z.boolean(),
  followers: z.int(),
  following: z.int(),
  joinedAtMs: z.int(),
});
export type Profile = z.infer<typeof Profile>;

/** The audiences that a callee can tick (CON-6), each with its settings label's meaning. */
export const Audience = z.enum(['addressBook', 'following', 'verified', 'everyone']);
export type Audience = z.infer<typeof Audience>;

/** Settings → Privacy and safety → Direct messages. */
export const CallSettings = z.strictObject({
  /** "Enable audio and video calling" */
  enabled: z.boolean(),
  /** "Allow audio and video calls from" */
  audiences: z.strictObject({
    addressBook: z.boolean(),
    following: z.boolean(),
    verified: z.boolean(),
    everyone: z.boolean(),
  }),
  /** Who is declined because I am in another call hears that I am busy (CALL-33). */
  tellBusy: z.boolean(),
});
export type CallSettings = z.infer<typeof CallSettings>;

/** Settings → Privacy and safety → Direct messages, "Enhanced call privacy" (PRIV-2). */
export const CallPrivacy = z.strictObject({
  /** My calls go through the relay only. */
  enhanced: z.boolean(),
  /** Calls with me may be connected, through the relay, while they ring (CALL-36). */
  preconnect: z.boolean(),
  /** "Show my video while it rings", to people who have me in their address book; hidden until they accept (CALL-44). */
  earlyVideo: z.boolean(),
});
export type CallPrivacy = z.infer<typeof CallPrivacy>;

/** Settings → Notifications, for all devices of the account. */
export const NotificationSettings = z.strictObject({
  incomingCalls: z.boolean(),
  missedCalls: z.boolean(),
  messages: z.boolean(),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** One's own account. */
export const Me = z.object({
  person: Person,
  isAdmin: z.boolean(),
  /** Made at the first start of a demo, without a password. */
  isDemo: z.boolean(),
  /** Calls have reached this account on the platform that asks; without, nothing of them is shown (ROLL). */
  callsAvailable: z.boolean(),
  callSettings: CallSettings,
  callPrivacy: CallPrivacy,
  /** This server can relay calls; without, no address can be hidden (PRIV-5). */
  relayAvailable: z.boolean(),
  /** This server lets calls be connected while they ring. */
  preconnectAvailable: z.boolean(),
  placingRequires: PlacingRequires,
  plan: PlanState,
  addressBook: AddressBookSettings,
  notifications: NotificationSettings,
});
export type Me = z.infer<typeof Me>;
