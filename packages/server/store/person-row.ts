import type { AccountId, Person } from '@parley/protocol';
import { sql } from 'kysely';

export interface PersonRow {
  id: AccountId;
  handle: string;
  display_name: string;
  verified: boolean;
}

/** Whether the badge of this alias counts: by the database's clock everywhere, as nodes may disagree about the time. */
export function isVerified(alias: string): string {
  return `coalesce(${alias}.verified_until > now(), false)`;
}

/** The select list behind PersonRow: what anyone may see of the account of this alias. */
export function personList(alias: string): string {
  return `${alias}.id, ${alias}.handle, ${alias}.display_name, ${isVerified(alias)} as verified`;
}

/** The same for a query that Kysely builds over `accounts`. */
export const PERSON_COLUMNS = [
  'accounts.id',
  'handle',
  'display_name',
  sql.raw<boolean>(isVerified('accounts')).as('verified'),
] as const;

export function toPerson(row: PersonRow): Person {
  return { id: row.id, handle: row.handle, displayName: row.display_name, verified: row.verified };
}
