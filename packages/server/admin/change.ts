import type { AccountId } from '@parley/protocol';
import { normalizeHandle } from '@parley/protocol';
import { AppError } from '../error.ts';
import type { Effect, Ports, Stores } from '../ports.ts';
import type { FoundAccount } from '../store/admin-people.ts';

/** Who makes a change, and when. */
export interface ChangeContext {
  /** null: the command line. */
  actorId: AccountId | null;
  nowMs: number;
}

/** What a change has come to; the effects run after its commit. */
interface Changed<T> {
  result: T;
  effects: readonly Effect[];
}

/** One change, in a transaction, its record in the audit log included (ADM-8). Throws an AppError to undo. */
export type Change<T> = (stores: Stores, context: ChangeContext) => Promise<Changed<T>>;

/** Makes a change for somebody who is signed in here. */
export async function makeChange<T>(
  { transaction, run, clock }: Pick<Ports, 'transaction' | 'run' | 'clock'>,
  actorId: AccountId,
  change: Change<T>,
): Promise<T> {
  const { result, effects } = await transaction((stores) => change(stores, { actorId, nowMs: clock() }));
  run(effects);
  return result;
}

/** The account of a handle, locked; a refusal that tells so where there is none. */
export async function claimAccount(
  stores: Pick<Stores, 'adminPeople'>,
  typed: string,
): Promise<FoundAccount> {
  const found = await stores.adminPeople.claim(normalizeHandle(typed));
  if (found === undefined) throw new AppError('not_found');
  return found;
}
