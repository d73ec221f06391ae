import { changeRollout } from '../../commands/rollout-change.ts';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

export const getRollout: Handler<'getRollout'> = async ({ stores }) => await stores.rollout.loadStatus();

/** ROLL-9, ROLL-11: this node tells its devices at once, the others when they look. */
export const putRollout: Handler<'putRollout'> = async (ports, { viewer, body }) => {
  const changed = await changeRollout(ports, { ...body, actorId: viewer.accountId });
  if (!(changed instanceof AppError)) await ports.rollout.catchUp(changed.version, ports.stores.rollout.load);
  return changed;
};
