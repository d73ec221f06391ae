import type { AccountId, ContactId, ConversationId } from '@parley/protocol';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Connection } from './database.ts';

/** Somebody whose phone icon hangs on an address book, and the conversation that shows it. */
export interface BookCaller {
  conversationId: ConversationId;
  callerId: AccountId;
}

/**
 * BOOK-13: who may call (or not) because a book holds an identifier of theirs. Only where the book's owner lets the
 * book decide, has written to the caller, and neither has blocked the other: for anybody else nothing changes, and to be told would tell them
 * whose book they are in.
 */
export function createContactCallers(db: Connection) {
  const find = async (narrowing: RawBuilder<unknown>): Promise<BookCaller[]> => {
    const { rows } = await sql<BookCaller>`
      select distinct place.conversation_id as "conversationId", place.peer_id as "callerId"
      from contact_identifiers entry
      join identifiers proof on proof.hash = entry.hash and proof.verified_at is not null
      join members place on place.account_id = entry.owner_id and place.peer_id = proof.account_id
        and place.sent_count > 0
      join accounts owner on owner.id = entry.owner_id
        and owner.calling_enabled and owner.calls_from_address_book
      where ${narrowing} and not exists (
        select from blocks where (blocker_id = entry.owner_id and blocked_id = proof.account_id)
          or (blocker_id = proof.account_id and blocked_id = entry.owner_id))`.execute(db);
    return rows;
  };
  return {
    /** Those whom these identifiers of a book let call. */
    findCallersByHashes: (ownerId: AccountId, hashes: readonly Buffer[]): Promise<BookCaller[]> =>
      find(sql`entry.owner_id = ${ownerId} and entry.hash = any(${hashes}::bytea[])`),
    /** Those whom one entry of a book lets call. */
    findCallersByContact: (ownerId: AccountId, contactId: ContactId): Promise<BookCaller[]> =>
      find(sql`entry.owner_id = ${ownerId} and entry.contact_id = ${contactId}`),
    /** Those whom a whole book lets call. */
    findCallersByBook: (ownerId: AccountId): Promise<BookCaller[]> => find(sql`entry.owner_id = ${ownerId}`),
    /** The conversations in which one account may call because of one identifier. */
    findCallsByHash: (callerId: AccountId, hash: Buffer): Promise<BookCaller[]> =>
      find(sql`proof.account_id = ${callerId} and entry.hash = ${hash}`),
  };
}
