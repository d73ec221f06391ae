import type { Accepted, Ended, Ringing, ServerCall } from '@parley/core';
import type {
  AccountId,
  CallId,
  CallMessage,
  ConversationId,
  Person,
  Platform,
  ReachableDevice,
} from '@parley/protocol';
import type { CallParties, Policy, RolloutPort } from '../ports.ts';
import { pickCall, toServerCall } from './call-rows.ts';
import type { CallRow } from './call-rows.ts';
import { stampFacts, toSeenFacts } from './call-facts.ts';
import type { CallFactsRow, SeenFacts } from './call-facts.ts';
import * as sql from './call-statements.ts';
import { endCall } from './call-ending.ts';
import type { Connection } from './database.ts';
import { toReachable } from './devices.ts';
import { pickPerson } from './person-columns.ts';

export type CallStore = ReturnType<typeof createCallStore>;

/** What an invite is judged on, all read by one statement. */
export interface InviteSight extends SeenFacts {
  /** The call that has this id already. */
  sameId: ServerCall | undefined;
  /** The live call of the pair. */
  live: ServerCall | undefined;
  /** Where the call would take place; undefined while the callee has never written. */
  place: InvitePlace | undefined;
}

/** The pair's conversation, and what must still be so when the call is inserted. */
export interface InvitePlace {
  conversationId: ConversationId;
  /** Grows when one of the pair blocks the other. */
  consentVersion: number;
  factsStamp: string;
}

/** What a ring that has been saved goes out with. */
export interface Placed {
  /** As the callee's devices show them. */
  caller: Person;
  /** The callee's on `connectsOn` that may be connected while it rings (CALL-37). */
  devices: ReachableDevice[];
}

/** A call, and the facts of its own caller and callee as they are now. */
export interface JudgedCall extends SeenFacts {
  call: ServerCall;
  factsStamp: string;
}

function partiesOf(row: CallRow & { caller_platform: Platform }): CallParties {
  return { callerId: row.caller_id, callerPlatform: row.caller_platform, calleeId: row.callee_id };
}

/** Calls: each change is a compare-and-set on the version (CALL-3), answered with whether it won. */
export function createCallStore(db: Connection, policy: Policy, rollout: RolloutPort) {
  const see = (row: CallFactsRow, parties: CallParties): Promise<SeenFacts> =>
    toSeenFacts(db, { policy, rollout }, row, parties);
  return {
    find: async (id: CallId): Promise<ServerCall | undefined> => {
      const [row] = await sql.findCall(db, id);
      return row && toServerCall(row);
    },

    /** The same statement whoever the callee is and whether they exist (CON-9). */
    async loadForInvite(id: CallId, parties: CallParties): Promise<InviteSight | undefined> {
      const [row] = await sql.loadForInvite(db, id, parties.callerId, parties.calleeId);
      if (row === undefined) return undefined;
      const { conversation_id: conversationId, consent_version: consentVersion } = row;
      const isPlace = conversationId !== null && consentVersion !== null;
      return {
        ...(await see(row, parties)),
        sameId: pickCall(row, 'same'),
        live: pickCall(row, 'live'),
        place: isPlace ? { conversationId, consentVersion, factsStamp: stampFacts(row) } : undefined,
      };
    },

    /** A call with the facts that decide whether it may still ring (CON-10). */
    async loadWithFacts(id: CallId): Promise<JudgedCall | undefined> {
      const [row] = await sql.loadWithFacts(db, id);
      if (row === undefined) return undefined;
      const seen = await see(row, partiesOf(row));
      return { ...seen, call: toServerCall(row), factsStamp: stampFacts(row) };
    },

    /** The account's live calls, with the other person and the facts, for `welcome` (CALL-10). */
    async loadLive(accountId: AccountId): Promise<(SeenFacts & { call: ServerCall; peer: Person })[]> {
      const rows = await sql.loadLive(db, accountId);
      return await Promise.all(
        rows.map(async (row) => ({
          ...(await see(row, partiesOf(row))),
          call: toServerCall(row),
          peer: pickPerson(row),
        })),
      );
    },

    /**
     * Undefined where what was judged is old: the pair has a live call by now, the id is taken, or a fact has changed
     * since `place` was read. Then look and decide again.
     */
    async insert(
      call: Ringing,
      callerPlatform: Platform,
      { place, connectsOn }: { place: InvitePlace; connectsOn: readonly Platform[] },
    ): Promise<Placed | undefined> {
      const [row] = await sql.insertCall(
        db,
        ...([call.id, place.conversationId, place.consentVersion, call.kind] as const),
        ...([call.callerId, call.calleeId, call.callerDeviceId, call.version] as const),
        ...([
          new Date(call.createdAtMs),
          new Date(call.ringExpiresAtMs),
          place.factsStamp,
          call.route,
          callerPlatform,
          call.preconnect,
          connectsOn,
        ] as const),
      );
      return row && { caller: pickPerson(row), devices: (row.reachable ?? []).map(toReachable) };
    },

    /** Saves ringing → accepted over the version before, where the facts are still the ones that were judged. */
    async saveAccepted(call: Accepted, factsStamp: string): Promise<boolean> {
      const { id, version, calleeDeviceId, route } = call;
      const at = new Date(call.acceptedAtMs);
      const saved = await sql.saveAccepted(db, id, version - 1, calleeDeviceId, at, factsStamp, route);
      return saved.length === 1;
    },

    /** Saves another device of one side over the version before (CALL-34). */
    async saveMoved({ id, version, callerDeviceId, calleeDeviceId }: Accepted): Promise<boolean> {
      return (await sql.saveMoved(db, id, version - 1, callerDeviceId, calleeDeviceId)).length === 1;
    },

    /** Saves live → ended over the version before, with the one row that it leaves in the thread (CALL-9). */
    saveEnded: (call: Ended, row: { countsAsUnread: boolean }): Promise<CallMessage | undefined> =>
      endCall(db, call, row.countsAsUnread),

    /** Renews the lease of an accepted call (CALL-11). False: it is not accepted any more. */
    async attest(id: CallId, nowMs: number): Promise<boolean> {
      return (await sql.attest(db, id, new Date(nowMs))).length === 1;
    },

    /**
     * The live call of a pair, for whoever ends it because of the pair (CALL-12). Raises the consent version, so
     * that an invite that is under way looks again.
     */
    async findLiveOfPair(a: AccountId, b: AccountId): Promise<ServerCall | undefined> {
      const [low, high] = a < b ? [a, b] : [b, a];
      const [raised] = await sql.raiseConsentVersion(db, low, high);
      if (raised === undefined) return undefined;
      // A statement of its own: it must see what the raise has waited for.
      const [row] = await sql.findLive(db, raised.id);
      return row && toServerCall(row);
    },

    /** Every call that rings at this moment. */
    async listRinging(): Promise<CallId[]> {
      return (await sql.listRinging(db)).map(({ id }) => id);
    },

    /** In a transaction: calls whose ring is over, locked, leaving out those that another node has locked. */
    async claimExpired(nowMs: number, most: number): Promise<ServerCall[]> {
      return (await sql.claimExpired(db, new Date(nowMs), most)).map(toServerCall);
    },

    /** In a transaction: accepted calls that nobody has attested since then, locked in the same way. */
    async claimLapsed(attestedBeforeMs: number, most: number): Promise<ServerCall[]> {
      return (await sql.claimLapsed(db, new Date(attestedBeforeMs), most)).map(toServerCall);
    },
  };
}
