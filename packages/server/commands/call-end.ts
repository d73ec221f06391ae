import { decideRinging } from '@parley/core';
import type { AccountId, CallId } from '@parley/protocol';
import type { Effect, Ports, Stores } from '../ports.ts';
import { stepCall } from './call-step.ts';

/**
 * In the transaction that records a block, after it: ends the live call of the pair (CALL-12).
 *
 * @returns the effects to run after the commit
 */
export async function endCallForPair(
  stores: Pick<Stores, 'calls'>,
  blockerId: AccountId,
  blockedId: AccountId,
  nowMs: number,
): Promise<Effect[]> {
  const find = () => stores.calls.findLiveOfPair(blockerId, blockedId);
  return (await stepCall(stores, find, { type: 'parted', leaverId: blockerId }, nowMs))?.effects ?? [];
}

type EndPorts = Pick<Ports, 'stores' | 'run' | 'clock'>;

/** The ring timer looks: ends the call if it still rings and its time is over (CALL-4). */
export async function endAtDeadline({ stores, run, clock }: EndPorts, callId: CallId): Promise<void> {
  const saved = await stepCall(stores, () => stores.calls.find(callId), { type: 'deadline' }, clock());
  if (saved !== undefined) run(saved.effects);
}

/** A dispatch of the ring found that the callee does not permit it any more (CON-10). */
export async function endUnpermitted({ stores, run, clock }: EndPorts, callId: CallId): Promise<void> {
  const findRinging = async () => {
    const call = await stores.calls.find(callId);
    return call?.state === 'ringing' ? call : undefined;
  };
  const saved = await stepCall(stores, findRinging, { type: 'permissionLost' }, clock());
  if (saved !== undefined) run(saved.effects);
}

/**
 * The roll-out has changed: what rings without permission by now ends (ROLL-8). Every node looks, and the first to save
 * wins; what cannot be looked at is refused when it is answered. Never throws.
 */
export async function endLostRings(ports: EndPorts & Pick<Ports, 'log'>): Promise<void> {
  const { stores, log } = ports;
  try {
    for (const callId of await stores.calls.listRinging()) {
      const seen = await stores.calls.loadWithFacts(callId);
      if (seen === undefined || decideRinging(seen.facts).outcome === 'ring') continue;
      await endUnpermitted(ports, callId);
    }
  } catch (error) {
    log.warn({ error }, 'could not look at what rings after a change of the roll-out');
  }
}
