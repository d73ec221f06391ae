import type { AccountId, Person } from '@parley/protocol';
import { isVerified, toPerson } from './person-row.ts';

/** A person beside other things in one row. */
export interface JoinedPersonRow {
  person_id: AccountId;
  person_handle: string;
  person_display_name: string;
  person_verified: boolean;
}

/** The select list behind JoinedPersonRow, for the alias of an account. */
export function personColumns(alias: string): string {
  return `${alias}.id as person_id, ${alias}.handle as person_handle,
    ${alias}.display_name as person_display_name, ${isVerified(alias)} as person_verified`;
}

/** Picks the person out of a wider row. */
export function pickPerson(row: JoinedPersonRow): Person {
  return toPerson({
    id: row.person_id,
    handle: row.person_handle,
    display_name: row.person_display_name,
    verified: row.person_verified,
  });
}
