import type { CallFacts, RouteFacts } from '@parley/core';
import type { AccountId } from '@parley/protocol';

/** The facts of one caller and one callee, as `CALL_FACT_COLUMNS` selects them. */
export interface CallFactsRow {
  callee_exists: boolean;
  caller_verified: boolean;
  calling_enabled: boolean | null;
  calls_from_address_book: boolean | null;
  calls_from_following: boolean | null;
  calls_from_verified: boolean | null;
  calls_from_everyone: boolean | null;
  caller_blocks: boolean;
  callee_blocks: boolean;
  callee_follows: boolean;
  callee_sent_count: number;
  caller_private: boolean;
  callee_private: boolean | null;
}

const FACTS: Record<keyof CallFactsRow, string> = {
  callee_exists: 'callee.id is not null',
  caller_verified: 'caller.verified_at is not null',
  calling_enabled: 'callee.calling_enabled',
  calls_from_address_book: 'callee.calls_from_address_book',
  calls_from_following: 'callee.calls_from_following',
  calls_from_verified: 'callee.calls_from_verified',
  calls_from_everyone: 'callee.calls_from_everyone',
  caller_blocks: 'exists (select from blocks where blocker_id = caller.id and blocked_id = callee.id)',
  callee_blocks: 'exists (select from blocks where blocker_id = callee.id and blocked_id = caller.id)',
  callee_follows: 'exists (select from follows where follower_id = callee.id and followee_id = caller.id)',
  // One is as good as many: a callee who goes on writing must not make the facts look changed.
  callee_sent_count: 'least(coalesce(wrote.sent_count, 0), 1)',
  caller_private: 'caller.enhanced_call_privacy',
  callee_private: 'callee.enhanced_call_privacy',
};

/**
 * The select list behind CallFactsRow. The statement calls the two accounts `caller` and `callee` and the callee's
 * row of `members` (toward the caller) `wrote`; the last two may be outer joined.
 */
export const CALL_FACT_COLUMNS = Object.entries(FACTS)
  .map(([column, expression]) => `${expression} as ${column}`)
  .join(', ');

/**
 * All the facts as one text, read from the same aliases. The statement that rings or answers reads them again and
 * acts only where they are still the ones that were judged (CON-10).
 */
export const CALL_FACTS_STAMP = `row(${Object.values(FACTS).join(', ')})::text`;

// FACTS names every column, and its keys keep their order.
const COLUMNS = Object.keys(FACTS) as (keyof CallFactsRow)[];

/** The text that PostgreSQL makes of the same facts: reading them twice in one statement would cost twice. */
export function stampFacts(row: CallFactsRow): string {
  const fields = COLUMNS.map((column) => {
    const value = row[column];
    if (value === null) return '';
    return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
  });
  return `(${fields.join(',')})`;
}

/** Where this server has no roll-out, no subscriptions and no address books, these facts are the same for all. */
const FACTS_OF_THIS_SERVER = {
  rolledOut: true,
  placingRequiresPremium: false,
  callerHasPremium: false,
  callerInAddressBook: false,
} as const;

/** Rows into the plain data that `decideCall` judges (CON-1). */
export function toCallFacts(row: CallFactsRow, callerId: AccountId, calleeId: AccountId): CallFacts {
  return {
    ...FACTS_OF_THIS_SERVER,
    sameAccount: callerId === calleeId,
    calleeExists: row.callee_exists,
    callerBlocksCallee: row.caller_blocks,
    calleeBlocksCaller: row.callee_blocks,
    callingEnabled: row.calling_enabled ?? false,
    messagesFromCalleeToCaller: row.callee_sent_count,
    audiences: {
      addressBook: row.calls_from_address_book ?? false,
      following: row.calls_from_following ?? false,
      verified: row.calls_from_verified ?? false,
      everyone: row.calls_from_everyone ?? false,
    },
    calleeFollowsCaller: row.callee_follows,
    callerVerified: row.caller_verified,
  };
}

/** What decides the route beside the facts above (PRIV-2). */
export type PrivacyFacts = Pick<RouteFacts, 'callerIsPrivate' | 'calleeIsPrivate'>;

/** The part of the same row that `decideRoute` judges. */
export function toPrivacyFacts(row: CallFactsRow): PrivacyFacts {
  return { callerIsPrivate: row.caller_private, calleeIsPrivate: row.callee_private ?? false };
}
