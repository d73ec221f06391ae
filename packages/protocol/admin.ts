import * as z from 'zod/mini';
import { Person } from './person.ts';
import { PlanState } from './plan.ts';

/** How an administrator gets into the admin area (ADM). */
export const AdminAccess = z.object({
  /** Until when this session may act; null: a second factor is asked. */
  elevatedUntilMs: z.nullable(z.int()),
  passkeys: z.array(z.object({ id: z.string(), label: z.string(), createdAtMs: z.int() })),
  /** An authenticator app is set up. */
  totp: z.boolean(),
  /** Setting up the first factor asks for the password; demo accounts have none. */
  asksPassword: z.boolean(),
});
export type AdminAccess = z.infer<typeof AdminAccess>;

/** A person as administrators see them: never messages, address books or passwords. */
export const AdminPerson = z.object({
  person: Person,
  isAdmin: z.boolean(),
  /** The badge was granted by an administrator. */
  verifiedByAdmin: z.boolean(),
  suspended: z.nullable(z.object({ atMs: z.int(), reason: z.string() })),
  plan: PlanState,
  joinedAtMs: z.int(),
  lastSeenAtMs: z.nullable(z.int()),
  sessions: z.int(),
});
export type AdminPerson = z.infer<typeof AdminPerson>;

/** One change that an administrator made. */
export const AuditEntry = z.object({
  id: z.int(),
  atMs: z.int(),
  /** A handle; null: the command line, or the account is gone. */
  actor: z.nullable(z.string()),
  action: z.string(),
  /** Whom or what it concerned: a handle, "roll-out". */
  subject: z.string(),
  detail: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** One thing that the server stands on. */
export const HealthPart = z.object({
  name: z.enum(['database', 'bus', 'turn', 'push', 'jobs', 'mail', 'sms', 'billing']),
  status: z.enum(['ok', 'failing', 'off']),
  /** In plain words, with figures; what to mend where it fails. */
  detail: z.string(),
});
export type HealthPart = z.infer<typeof HealthPart>;
