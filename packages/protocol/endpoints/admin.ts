import * as z from 'zod/mini';
import { AdminAccess, AdminPerson, AuditEntry, HealthPart } from '../admin.ts';
import { byHandle, nothing, pageSize, password } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { ReportId } from '../ids.ts';
import { Profile } from '../person.ts';
import { Report, ReportResolution } from '../report.ts';
import { Rollout, RolloutStatus } from '../rollout.ts';

/** What the WebAuthn API of a browser gives and takes, as JSON (WebAuthn Level 3, section 5.1); read by the library. */
const webAuthnJson = z.record(z.string(), z.unknown());
const code = z.string().check(z.regex(/^\d{6}$/));
const factorLabel = z.string().check(z.minLength(1), z.maxLength(80), z.regex(/^\P{Cc}+$/u));
/** Asked before the first factor is set up. */
const askedPassword = z.optional(password);

/** For administrators: the way in, and what can be done there. */
export const ADMIN_ENDPOINTS = {
  getAdminAccess: {
    method: 'GET',
    path: '/api/admin/access',
    auth: 'adminEntry',
    summary: 'Which second factors you have and whether this session may act',
    result: AdminAccess,
  },
  beginPasskey: {
    method: 'POST',
    path: '/api/admin/passkeys/options',
    auth: 'adminEntry',
    summary: 'Begin to set up a passkey',
    body: z.strictObject({ password: askedPassword }),
    result: z.object({ options: webAuthnJson }),
  },
  addPasskey: {
    method: 'POST',
    path: '/api/admin/passkeys',
    auth: 'adminEntry',
    summary: 'Set up the passkey that was begun; this session may act then',
    body: z.strictObject({ label: factorLabel, response: webAuthnJson }),
    result: AdminAccess,
  },
  removePasskey: {
    method: 'DELETE',
    path: '/api/admin/passkeys/:passkeyId',
    auth: 'admin',
    summary: 'Remove a passkey',
    params: z.strictObject({ passkeyId: z.string().check(z.maxLength(400)) }),
    result: AdminAccess,
  },
  beginTotp: {
    method: 'POST',
    path: '/api/admin/totp/options',
    auth: 'adminEntry',
    summary: 'Begin to set up an authenticator app (RFC 6238)',
    body: z.strictObject({ password: askedPassword }),
    result: z.object({ secret: z.string(), uri: z.string() }),
  },
  confirmTotp: {
    method: 'POST',
    path: '/api/admin/totp',
    auth: 'adminEntry',
    summary: 'Prove that the authenticator app works; this session may act then',
    body: z.strictObject({ code }),
    result: AdminAccess,
  },
  removeTotp: {
    method: 'DELETE',
    path: '/api/admin/totp',
    auth: 'admin',
    summary: 'Remove the authenticator app',
    result: AdminAccess,
  },
  beginAdminEntry: {
    method: 'POST',
    path: '/api/admin/enter/options',
    auth: 'adminEntry',
    summary: 'Begin to enter with a passkey',
    result: z.object({ options: webAuthnJson }),
  },
  enterAdmin: {
    method: 'POST',
    path: '/api/admin/enter',
    auth: 'adminEntry',
    summary: 'Enter with a passkey or with a code of the authenticator app',
    body: z.strictObject({
      proof: z.discriminatedUnion('factor', [
        z.strictObject({ factor: z.literal('passkey'), response: webAuthnJson }),
        z.strictObject({ factor: z.literal('totp'), code }),
      ]),
    }),
    result: AdminAccess,
  },
  leaveAdmin: {
    method: 'DELETE',
    path: '/api/admin/enter',
    auth: 'adminEntry',
    summary: 'Lock the admin area again',
    result: nothing,
  },
  findPeopleAsAdmin: {
    method: 'GET',
    path: '/api/admin/people',
    auth: 'admin',
    summary: 'Find people by the beginning of their handle or name',
    query: z.strictObject({
      q: z._default(z.string().check(z.maxLength(50)), ''),
      /** The page that begins just after this handle. */
      after: z.optional(z.string().check(z.maxLength(40))),
      limit: pageSize,
    }),
    result: z.object({ people: z.array(AdminPerson) }),
  },
  suspend: {
    method: 'PUT',
    path: '/api/admin/people/:handle/suspension',
    auth: 'admin',
    summary: 'Suspend an account: signed out everywhere, as if nobody were there',
    params: byHandle,
    body: z.strictObject({ reason: z.string().check(z.minLength(1), z.maxLength(500), z.regex(/^[^\0]*$/)) }),
    result: AdminPerson,
  },
  unsuspend: {
    method: 'DELETE',
    path: '/api/admin/people/:handle/suspension',
    auth: 'admin',
    summary: 'Lift a suspension',
    params: byHandle,
    result: AdminPerson,
  },
  grantPremium: {
    method: 'POST',
    path: '/api/admin/people/:handle/premium',
    auth: 'admin',
    summary: 'Grant months of Premium, from now or from the end of what there is',
    params: byHandle,
    body: z.strictObject({ months: z.int().check(z.minimum(1), z.maximum(120)) }),
    result: AdminPerson,
  },
  grantVerified: {
    method: 'PUT',
    path: '/api/admin/verified/:handle',
    auth: 'admin',
    summary: 'Give the verified badge',
    params: byHandle,
    result: Profile,
  },
  removeVerified: {
    method: 'DELETE',
    path: '/api/admin/verified/:handle',
    auth: 'admin',
    summary: 'Take the verified badge back',
    params: byHandle,
    result: Profile,
  },
  getRollout: {
    method: 'GET',
    path: '/api/admin/rollout',
    auth: 'admin',
    summary: 'Who has calls',
    result: RolloutStatus,
  },
  putRollout: {
    method: 'PUT',
    path: '/api/admin/rollout',
    auth: 'admin',
    summary: 'Change who has calls, where nobody has changed it since `version`',
    body: z.strictObject({ rollout: Rollout, version: z.int() }),
    result: RolloutStatus,
  },
  listReports: {
    method: 'GET',
    path: '/api/admin/reports',
    auth: 'admin',
    summary: 'Reports, the latest first',
    query: z.strictObject({
      state: z._default(z.enum(['open', 'resolved']), 'open'),
      beforeMs: z.optional(z.coerce.number().check(z.int())),
      limit: pageSize,
    }),
    result: z.object({ reports: z.array(Report) }),
  },
  resolveReport: {
    method: 'POST',
    path: '/api/admin/reports/:reportId/resolve',
    auth: 'admin',
    summary: 'Close a report',
    params: z.strictObject({ reportId: ReportId }),
    body: z.strictObject({
      resolution: ReportResolution,
      note: z._default(z.string().check(z.maxLength(1_000), z.regex(/^[^\0]*$/)), ''),
    }),
    result: Report,
  },
  getHealth: {
    method: 'GET',
    path: '/api/admin/health',
    auth: 'admin',
    summary: 'Whether everything works that this server stands on',
    result: z.object({ version: z.string(), uptimeMs: z.int(), parts: z.array(HealthPart) }),
  },
  listAudit: {
    method: 'GET',
    path: '/api/admin/audit',
    auth: 'admin',
    summary: 'What administrators have changed, the latest first',
    query: z.strictObject({
      /** The page that begins just before this entry. */
      before: z.optional(z.coerce.number().check(z.int())),
      limit: pageSize,
    }),
    result: z.object({ entries: z.array(AuditEntry) }),
  },
} as const satisfies Record<string, Endpoint>;
