import type { CallFacts, PreconnectFacts, RouteFacts } from '@parley/core';
import type { Platform } from '@parley/protocol';
import type { CallParties, Policy, RolloutPort } from '../ports.ts';
import type { Connection } from './database.ts';
import { isThere } from './is-there.ts';
import { isVerified } from './person-row.ts';
import { hasPremium } from './plan-row.ts';
import { loadRollout } from './rollout.ts';

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
  caller_preconnects: boolean;
  callee_preconnects: boolean | null;
  caller_shows_video: boolean;
  caller_in_book: boolean;
  caller_premium: boolean;
  rollout_version: number;
}

const FACTS: Record<keyof CallFactsRow, string> = {
  // A suspended or deleted account looks like nobody there (ACC-14), and calls nobody.
  callee_exists: `callee.id is not null and ${isThere('callee')} and ${isThere('caller')}`,
  caller_verified: isVerified('caller'),
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
  caller_preconnects: 'caller.preconnect',
  callee_preconnects: 'callee.preconnect',
  caller_shows_video: 'caller.early_video',
  // The callee's book holds an identifier that the caller has verified (BOOK).
  caller_in_book: `exists (select from identifiers
    join contact_identifiers entry on entry.hash = identifiers.hash and entry.owner_id = callee.id
    where identifiers.account_id = caller.id and identifiers.verified_at is not null)`,
  caller_premium: hasPremium('caller'),
  // Who has calls is judged in memory; the version tells whether that memory is of now (ROLL-9).
  rollout_version: '(select version from rollout)',
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

/** What is judged on beside the rows. */
export interface Judging {
  policy: Pick<Policy, 'placingRequires' | 'preconnect'>;
  rollout: RolloutPort;
}

/** Everything that is judged about a call, as one statement has read it. */
export interface SeenFacts {
  facts: CallFacts;
  privacy: PrivacyFacts;
  switches: PreconnectSwitches;
  /** The callee's platforms that calls have reached: only those ring and answer (ROLL-6, ROLL-7). */
  ringsOn: ReadonlySet<Platform>;
}

/** What decides the route beside the facts above (PRIV-2). */
type PrivacyFacts = Pick<RouteFacts, 'callerIsPrivate' | 'calleeIsPrivate'>;

/** What decides what may be connected early, beside the facts above (CALL-36). */
type PreconnectSwitches = Omit<PreconnectFacts, 'calleeFollowsCaller' | 'callerInAddressBook' | 'hasRelay'>;

/** A row into the plain data that `decideCall`, `decideRoute` and `decidePreconnect` judge (CON-1, PRIV-2, CALL-36). */
export async function toSeenFacts(
  db: Connection,
  { policy, rollout }: Judging,
  row: CallFactsRow,
  { callerId, callerPlatform, calleeId }: CallParties,
): Promise<SeenFacts> {
  await rollout.catchUp(row.rollout_version, () => loadRollout(db));
  const callsFrom = await rollout.platformsOf(callerId);
  const ringsOn = await rollout.platformsOf(calleeId);
  const facts: CallFacts = {
    rolledOut: callsFrom.has(callerPlatform),
    calleeRolledOut: ringsOn.size > 0,
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
    placingRequiresPremium: policy.placingRequires === 'premium',
    callerHasPremium: row.caller_premium,
    callerInAddressBook: row.caller_in_book,
    calleeFollowsCaller: row.callee_follows,
    callerVerified: row.caller_verified,
  };
  const privacy = { callerIsPrivate: row.caller_private, calleeIsPrivate: row.callee_private ?? false };
  const switches = {
    preconnectAllowed: policy.preconnect,
    callerPreconnects: row.caller_preconnects,
    calleePreconnects: row.callee_preconnects ?? false,
    callerShowsVideo: row.caller_shows_video,
  };
  return { facts, privacy, switches, ringsOn };
}
