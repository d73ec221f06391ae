import { NEWS_LIFE_MS } from '../commands/notices.ts';
import type { Task } from './task.ts';

/**
 * Hands jobs of nodes that died to the living, and forgets what nobody will ask for any more: notices that are no news,
 * devices of nodes that died, jobs that were given up a week ago.
 */
export const tidyUp: Task<'tidyUp'> = async ({ stores, clock }) => {
  await stores.notices.forgetSeenCalls(clock() - 2 * NEWS_LIFE_MS);
  await stores.devices.forgetDead();
  await stores.jobs.freeAbandoned();
  await stores.jobs.forgetGivenUp();
};
