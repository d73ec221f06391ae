import { announcePlan } from '../commands/plan-change.ts';
import type { Task } from './task.ts';

/** Premium may be over: has clients look again (PLAN-12). It was over by itself: nothing is to be changed. */
export const planLapsed: Task<'planLapsed'> = async ({ stores, run }, { accountId }) => {
  run(await announcePlan(stores, accountId));
};
