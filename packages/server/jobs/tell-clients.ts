import type { Task } from './task.ts';

/** A change was made where no socket ends, on the command line: this node tells whom it concerns (ADM-13). */
export const tellClients: Task<'tellClients'> = async ({ run }, { effects }) => {
  run(effects);
};
