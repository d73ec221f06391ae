import type { AccountId, ConversationId } from '@parley/protocol';
import { sql } from 'kysely';
import type { Connection } from './database.ts';

/** A conversation of an account, and the member at its other end. */
export interface Peer {
  conversationId: ConversationId;
  peerId: AccountId;
}

/** Follows and blocks, and what they touch in conversations. */
export function createRelations(db: Connection) {
  return {
    async isBlocking(blockerId: AccountId, blockedId: AccountId): Promise<boolean> {
      const row = await db
        .selectFrom('blocks')
        .select('blocker_id')
        .where('blocker_id', '=', blockerId)
        .where('blocked_id', '=', blockedId)
        .executeTakeFirst();
      return row !== undefined;
    },

    async follow(followerId: AccountId, followeeId: AccountId, now: Date): Promise<void> {
      await db
        .insertInto('follows')
        .values({ follower_id: followerId, followee_id: followeeId, created_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async unfollow(followerId: AccountId, followeeId: AccountId): Promise<void> {
      await db
        .deleteFrom('follows')
        .where('follower_id', '=', followerId)
        .where('followee_id', '=', followeeId)
        .execute();
    },

    /** Also removes both follows (ACC-9). */
    async block(blockerId: AccountId, blockedId: AccountId, now: Date): Promise<void> {
      await db
        .insertInto('blocks')
        .values({ blocker_id: blockerId, blocked_id: blockedId, created_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await sql`
        delete from follows
        where (follower_id = ${blockerId} and followee_id = ${blockedId})
           or (follower_id = ${blockedId} and followee_id = ${blockerId})`.execute(db);
    },

    async unblock(blockerId: AccountId, blockedId: AccountId): Promise<void> {
      await db
        .deleteFrom('blocks')
        .where('blocker_id', '=', blockerId)
        .where('blocked_id', '=', blockedId)
        .execute();
    },

    /** Following someone moves their pending request to the follower's inbox (MSG-5). */
    async admitRequest(accountId: AccountId, senderId: AccountId): Promise<void> {
      await db
        .updateTable('members')
        .set({ folder: 'inbox' })
        .where('account_id', '=', accountId)
        .where('peer_id', '=', senderId)
        .where('folder', '=', 'requests')
        .execute();
    },

    /** The conversations of an account; only the one with `peerId` where that is given. */
    async listPeers(accountId: AccountId, peerId?: AccountId): Promise<Peer[]> {
      let query = db
        .selectFrom('members')
        .select(['conversation_id as conversationId', 'peer_id as peerId'])
        .where('account_id', '=', accountId);
      if (peerId !== undefined) query = query.where('peer_id', '=', peerId);
      return await query.execute();
    },
  };
}
