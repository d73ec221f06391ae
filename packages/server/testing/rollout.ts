import type { Rollout, RolloutRule } from '@parley/protocol';
import { changeRollout } from '../commands/rollout-change.ts';
import { AppError } from '../error.ts';
import type { Ports } from '../ports.ts';

export const OFF: RolloutRule = { state: 'off' };
export const ON: RolloutRule = { state: 'on' };
export const EVERYWHERE = { ios: ON, android: ON, web: ON };
export const NOWHERE = { ios: OFF, android: OFF, web: OFF };

/** Changes the roll-out in the database, as the command line does: no node is told, each finds out. */
export async function moveRollout(ports: Ports, change: Partial<Rollout>): Promise<number> {
  const { rollout, version } = await ports.stores.rollout.loadStatus();
  const moved = await changeRollout(ports, { rollout: { ...rollout, ...change }, version, actorId: null });
  if (moved instanceof AppError) throw moved;
  return moved.version;
}
