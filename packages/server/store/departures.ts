import type { ServerCall } from '@parley/core';
import type { AccountId, SessionId } from '@parley/protocol';
import { callColumns, toServerCall } from './call-rows.ts';
import type { CallRow } from './call-rows.ts';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';

export type DepartureStore = ReturnType<typeof createDepartureStore>;

const raiseConsentVersions = statement<{ id: string }, [AccountId]>(`
  update conversations set consent_version = consent_version + 1
  where id in (select conversation_id from members where account_id = $1) returning id`);

const listLive = statement<CallRow, [AccountId]>(`
  select ${callColumns('calls')} from calls
  where conversation_id in (select conversation_id from members where account_id = $1) and state <> 'ended'`);

const endSessions = statement<{ id: SessionId }, [AccountId]>(`
  delete from sessions where account_id = $1 returning id`);

/** What goes with an account that is suspended or deleted. */
export function createDepartureStore(db: Connection) {
  return {
    /**
     * The account's live calls. Raises the consent version of its conversations first, so that an invite that is
     * under way either is among them or looks again (CALL-12).
     */
    async findLiveCalls(accountId: AccountId): Promise<ServerCall[]> {
      await raiseConsentVersions(db, accountId);
      // A statement of its own: it must see what the raise has waited for.
      return (await listLive(db, accountId)).map(toServerCall);
    },

    /** Ends all sessions; their tickets and push subscriptions go with them. */
    async endSessions(accountId: AccountId): Promise<SessionId[]> {
      return (await endSessions(db, accountId)).map((row) => row.id);
    },
  };
}
