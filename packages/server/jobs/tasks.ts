import type { JobName } from '../ports.ts';
import { endSubscriptions } from './end-subscriptions.ts';
import { planLapsed } from './plan-lapsed.ts';
import { pushMessages, pushMissed, pushTest } from './push-notices.ts';
import { pushRing } from './push-ring.ts';
import type { Task } from './task.ts';
import { tellClients } from './tell-clients.ts';
import { tidyUp } from './tidy-up.ts';

/** What is done for each kind of job: a missing one is a type error. */
export const TASKS: { [K in JobName]: Task<K> } = {
  pushRing,
  pushMissed,
  pushMessages,
  pushTest,
  planLapsed,
  endSubscriptions,
  tellClients,
  tidyUp,
};
