import { describeRolloutChange } from '@parley/core';
import { normalizeHandle } from '@parley/protocol';
import type { AccountId, Rollout, RolloutStatus } from '@parley/protocol';
import { AppError } from '../error.ts';
import type { Ports } from '../ports.ts';

interface NewRollout {
  rollout: Rollout;
  /** The version that was looked at: whoever changes an older one is told to look again (ROLL-11). */
  version: number;
  /** null: the command line. */
  actorId: AccountId | null;
}

/**
 * Changes who has calls, and records it, all or nothing (ROLL-11). Other nodes and the command line's server see it
 * within a second; a node that should know at once calls `rollout.catchUp`.
 */
export async function changeRollout(
  { transaction, clock }: Pick<Ports, 'transaction' | 'clock'>,
  { rollout: typed, version, actorId }: NewRollout,
): Promise<RolloutStatus | AppError> {
  const rollout: Rollout = {
    ...typed,
    alwaysIn: typed.alwaysIn.map(normalizeHandle),
    alwaysOut: typed.alwaysOut.map(normalizeHandle),
  };
  return await transaction(async (stores) => {
    const before = await stores.rollout.loadStatus();
    const change = await stores.rollout.save(rollout, version, { accountId: actorId, nowMs: clock() });
    switch (change.outcome) {
      case 'unknown':
        return new AppError('not_found', { detail: `nobody is called ${change.handles.join(', ')}` });
      case 'overtaken':
        return new AppError('wrong_state', { detail: 'somebody else has changed the roll-out' });
      case 'changed': {
        const after = await stores.rollout.loadStatus();
        const detail = describeRolloutChange(before.rollout, after.rollout);
        await stores.audit.record({ actorId, action: 'rollout.changed', subject: 'roll-out', detail });
        return after;
      }
    }
  });
}
