import type { AccountId, Person } from '@parley/protocol';
import { toPerson } from './person-row.ts';

/** A person beside other things in one row. */
export interface JoinedPersonRow {
  person_id: AccountId;
  person_handle: string;
  person_display_name: string;
  person_verified_at: Date | null;
}

/** The select list behind JoinedPersonRow, for the alias of an account. */
export function personColumns(alias: string): string {
  return ['id', 'handle', 'display_name', 'verified_at']
    .map((column) => `${alias}.${column} as person_${column}`)
    .join(', ');
}

/** Picks the person out of a wider row. */
export function pickPerson(row: JoinedPersonRow): Person {
  return toPerson({
    id: row.person_id,
    handle: row.person_handle,
    display_name: row.person_display_name,
    verified_at: row.person_verified_at,
  });
}
