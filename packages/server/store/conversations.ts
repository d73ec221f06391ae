import { decideCall, toCallAccess } from '@parley/core';
import type { AccountId, Conversation, ConversationId, Folder, Platform } from '@parley/protocol';
import type { Policy, RolloutPort, Viewer } from '../ports.ts';
import { toSeenFacts } from './call-facts.ts';
import type { SeenFacts } from './call-facts.ts';
import * as sql from './conversation-statements.ts';
import type { ConversationRow } from './conversation-statements.ts';
import type { Connection } from './database.ts';
import { pickMessage } from './message-rows.ts';
import { pickPerson } from './person-columns.ts';

export type ConversationStore = ReturnType<typeof createConversationStore>;

/** Whom a typing or read notice of a member may reach. */
export interface NoticeSight {
  peerId: AccountId;
  /** The member's own folder: while it is `requests`, the peer learns nothing (MSG-6). */
  folder: Folder | null;
  peerFolder: Folder | null;
  blocked: boolean;
}

/** The phone icon depends on where it is looked at (ROLL-1). */
type OnPlatform = Pick<Viewer, 'accountId' | 'platform'>;

function toConversation(row: ConversationRow, { facts }: SeenFacts): Conversation {
  return {
    id: row.conversation_id,
    peer: pickPerson(row),
    // Nobody has written yet: it is not listed, and whoever has opened it sees an ordinary conversation.
    folder: row.folder ?? 'inbox',
    lastSeq: row.last_seq,
    lastMessage: pickMessage(row, 'latest', row.viewer_id) ?? null,
    lastActivityAtMs: row.last_activity_at.getTime(),
    readSeq: row.read_seq,
    peerReadSeq: row.peer_folder === 'inbox' ? row.peer_read_seq : 0,
    unread: row.unread,
    youBlock: row.caller_blocks,
    muted: row.muted,
    callAccess: toCallAccess(decideCall(facts)),
  };
}

/** Conversations as one member sees them. */
export function createConversationStore(db: Connection, policy: Policy, rollout: RolloutPort) {
  const show = async (row: ConversationRow, platform: Platform): Promise<Conversation> => {
    const parties = { callerId: row.viewer_id, callerPlatform: platform, calleeId: row.person_id };
    return toConversation(row, await toSeenFacts(db, { policy, rollout }, row, parties));
  };
  return {
    /** Undefined: there is none, or the viewer is no member. */
    async load(id: ConversationId, viewer: OnPlatform): Promise<Conversation | undefined> {
      const [row] = await sql.loadOne(db, id, viewer.accountId);
      return row && (await show(row, viewer.platform));
    },

    /** One folder, the latest activity first. */
    async list(
      viewer: OnPlatform,
      page: { folder: Folder; beforeMs?: number | undefined; limit: number },
    ): Promise<Conversation[]> {
      const before = page.beforeMs === undefined ? null : new Date(page.beforeMs);
      const rows = await sql.listFolder(db, viewer.accountId, page.folder, before, page.limit);
      const conversations: Conversation[] = [];
      // One after the other: the first row sees to it that the roll-out in memory is of now.
      for (const row of rows) conversations.push(await show(row, viewer.platform));
      return conversations;
    },

    async countRequests(viewerId: AccountId): Promise<number> {
      const [row] = await sql.countRequests(db, viewerId);
      return row?.count ?? 0;
    },

    /** The one conversation of a pair, made as `id` where there is none yet (MSG-1). */
    async open(
      id: ConversationId,
      viewerId: AccountId,
      peerId: AccountId,
      nowMs: number,
    ): Promise<ConversationId> {
      const [low, high] = viewerId < peerId ? [viewerId, peerId] : [peerId, viewerId];
      const [made] = await sql.makeConversation(db, id, low, high, new Date(nowMs));
      if (made !== undefined) return made.id;
      // A statement of its own: it must see the one that the insert has met.
      const [found] = await sql.findByPair(db, low, high);
      if (found === undefined) throw new Error(`no conversation of ${low} and ${high}`);
      return found.id;
    },

    /** Moves a request to the inbox (MSG-5); the peer's id, or undefined where it was no request. */
    async accept(id: ConversationId, viewerId: AccountId): Promise<AccountId | undefined> {
      const [row] = await sql.acceptRequest(db, id, viewerId);
      return row?.peer_id;
    },

    /** Undefined: the account is no member. */
    async loadForNotice(id: ConversationId, accountId: AccountId): Promise<NoticeSight | undefined> {
      const [row] = await sql.loadForNotice(db, id, accountId);
      if (row === undefined) return undefined;
      return { peerId: row.peer_id, folder: row.folder, peerFolder: row.peer_folder, blocked: row.blocked };
    },

    /**
     * Read state only grows and ends at the last row (MSG-9).
     *
     * @returns whether it grew and to where; undefined where the reader is no member
     */
    async saveRead(
      id: ConversationId,
      readerId: AccountId,
      readSeq: number,
    ): Promise<(NoticeSight & { grewTo: number | undefined }) | undefined> {
      const [row] = await sql.saveRead(db, id, readerId, readSeq);
      if (row === undefined) return undefined;
      return {
        peerId: row.peer_id,
        folder: row.folder,
        peerFolder: row.peer_folder,
        blocked: row.blocked,
        grewTo: row.grew_to ?? undefined,
      };
    },
  };
}
