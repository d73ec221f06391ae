import type { AccountId } from '@parley/protocol';
import type { Effect, Stores } from '../ports.ts';
import { stepCall } from './call-step.ts';

type LeaveStores = Pick<Stores, 'calls' | 'departures' | 'people'>;

/**
 * In the transaction that suspends or deletes an account, after its row says so: ends its live calls (CALL-12) and
 * its sessions, sockets included (WIRE-11), and has everybody who talks with it look again (ACC-14).
 *
 * @returns the effects to run after the commit
 */
export async function leaveEverywhere(
  stores: LeaveStores,
  accountId: AccountId,
  nowMs: number,
): Promise<Effect[]> {
  const effects: Effect[] = [];
  for (const { id } of await stores.departures.findLiveCalls(accountId)) {
    const find = () => stores.calls.find(id);
    const saved = await stepCall(stores, find, { type: 'parted', leaverId: accountId }, nowMs);
    effects.push(...(saved?.effects ?? []));
  }
  for (const sessionId of await stores.departures.endSessions(accountId)) {
    effects.push({ kind: 'endSession', accountId, sessionId });
  }
  for (const { conversationId, peerId } of await stores.people.listPeers(accountId)) {
    const frame = { type: 'conversation.changed', conversationId } as const;
    effects.push({ kind: 'deliver', to: { accountId: peerId }, frame });
  }
  return effects;
}
