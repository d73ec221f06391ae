import type { AccountId, Person } from '@parley/protocol';

/** The columns of `accounts` that anyone may see. */
export const PERSON_COLUMNS = ['id', 'handle', 'display_name', 'verified_at'] as const;

export interface PersonRow {
  id: AccountId;
  handle: string;
  display_name: string;
  verified_at: Date | null;
}

export function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    handle: row.handle,
    displayName: row.display_name,
    verified: row.verified_at !== null,
  };
}
