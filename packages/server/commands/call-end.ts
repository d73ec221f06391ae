import { decideRinging } from '@parley/core';
import type { CallFacts } from '@parley/core';
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

/** Whether a call that rings may be told of at this moment; one that has lost its permission ends (CON-10). */
export async function mayDispatchRing(
  ports: EndPorts & Pick<Ports, 'log'>,
  callId: CallId,
  facts: CallFacts,
): Promise<boolean> {
  const decision = decideRinging(facts);
  if (decision.outcome === 'ring') return true;
  ports.log.info({ callId, reason: decision.reason }, 'a ringing call lost its permission');
  await endUnpermitted(ports, callId);
  return false;
}

async function endUnpermitted({ stores, run, clock }: EndPorts, callId: CallId): Promise<void> {
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
      if (seen !== undefined) await mayDispatchRing(ports, callId, seen.facts);
    }
  } catch (error) {
    log.warn({ error }, 'could not look at what rings after a change of the roll-out');
  }
}
