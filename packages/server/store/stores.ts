import type { Policy, RolloutPort, Stores } from '../ports.ts';
import { createAccountStore } from './accounts.ts';
import { createCallStore } from './calls.ts';
import { createConversationStore } from './conversations.ts';
import { createContactStore } from './contacts.ts';
import type { Connection } from './database.ts';
import { createAdminPeopleStore } from './admin-people.ts';
import { createAuditStore } from './audit.ts';
import { createDeletionStore } from './deletion.ts';
import { createDepartureStore } from './departures.ts';
import { createHealthStore } from './health.ts';
import { createExportStore } from './export.ts';
import { createCallHistoryStore } from './call-history.ts';
import { createCallReceiptStore } from './call-receipts.ts';
import { createDeviceStore } from './devices.ts';
import { createJobStore } from './jobs.ts';
import { createNoticeStore } from './notices.ts';
import { createPushTargetStore } from './push-targets.ts';
import { createIdentifierStore } from './identifiers.ts';
import { createMessageStore } from './messages.ts';
import { createPeopleStore } from './people.ts';
import { createPlanStore } from './plans.ts';
import { createReportStore } from './reports.ts';
import { createSecondFactorStore } from './second-factors.ts';
import { createReportWritingStore } from './report-writing.ts';
import { createRolloutStore } from './rollout.ts';
import { createSessionStore } from './sessions.ts';
import { createSuggestionStore } from './suggestions.ts';

/** All stores on one pool or transaction. */
export function createStores(db: Connection, policy: Policy, rollout: RolloutPort): Stores {
  return {
    accounts: createAccountStore(db, policy),
    sessions: createSessionStore(db),
    people: createPeopleStore(db),
    conversations: createConversationStore(db, policy, rollout),
    messages: createMessageStore(db),
    calls: createCallStore(db, policy, rollout),
    rollout: createRolloutStore(db),
    plans: createPlanStore(db, policy),
    identifiers: createIdentifierStore(db),
    contacts: createContactStore(db),
    suggestions: createSuggestionStore(db),
    callHistory: createCallHistoryStore(db),
    callReceipts: createCallReceiptStore(db),
    devices: createDeviceStore(db),
    jobs: createJobStore(db),
    notices: createNoticeStore(db),
    pushTargets: createPushTargetStore(db),
    departures: createDepartureStore(db),
    deletion: createDeletionStore(db),
    exports: createExportStore(db),
    reportWriting: createReportWritingStore(db),
    secondFactors: createSecondFactorStore(db),
    audit: createAuditStore(db),
    health: createHealthStore(db),
    adminPeople: createAdminPeopleStore(db),
    reports: createReportStore(db),
  };
}
