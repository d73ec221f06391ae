import type { Stores } from '../ports.ts';
import { createAccountStore } from './accounts.ts';
import { createCallStore } from './calls.ts';
import { createConversationStore } from './conversations.ts';
import type { Connection } from './database.ts';
import { createMessageStore } from './messages.ts';
import { createPeopleStore } from './people.ts';
import { createSessionStore } from './sessions.ts';

/** All stores on one pool or transaction. */
export function createStores(db: Connection): Stores {
  return {
    accounts: createAccountStore(db),
    sessions: createSessionStore(db),
    people: createPeopleStore(db),
    conversations: createConversationStore(db),
    messages: createMessageStore(db),
    calls: createCallStore(db),
  };
}
