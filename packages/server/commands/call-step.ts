import { transition } from '@parley/core';
import type { Accepted, LifecycleEvent, LifecycleStep, ServerCall } from '@parley/core';
import type { Call, CallId, WireError } from '@parley/protocol';
import type { Effect, Ports, Stores } from '../ports.ts';
import { acceptedEffects, endedEffects, toCall } from './call-frames.ts';
import { refuse } from './command.ts';

/** Whoever loses so many compare-and-sets in a row has met a fault, not a race: a call changes only twice. */
export const MOST_TRIES = 5;

/** Every event that can only end a call. */
export type EndingEvent = Exclude<LifecycleEvent, { type: 'accept' | 'move' }>;

/** What a step has become once it is saved: the effects of a change run after the commit. */
export interface SavedStep {
  step: LifecycleStep;
  effects: Effect[];
}

/**
 * Saves a step that ends a call, by compare-and-set (CALL-3); undefined where another change came first: read and
 * decide again.
 */
async function saveEnding(
  stores: Pick<Stores, 'calls'>,
  step: Exclude<LifecycleStep, { kind: 'changed'; call: Accepted }>,
): Promise<SavedStep | undefined> {
  if (step.kind !== 'changed') return { step, effects: [] };
  const message = await stores.calls.saveEnded(step.call, step.row);
  return message && { step, effects: endedEffects(step.call, message) };
}

/** Saves the answer to an accept; it wins only where the facts that were judged still hold (CON-10). */
export async function saveAnswer(
  stores: Pick<Stores, 'calls'>,
  step: LifecycleStep,
  factsStamp: string,
): Promise<SavedStep | undefined> {
  if (step.kind !== 'changed' || 'row' in step) return await saveEnding(stores, step);
  const won = await stores.calls.saveAccepted(step.call, factsStamp);
  return won ? { step, effects: acceptedEffects(step.call) } : undefined;
}

/** Applies one event that asks for no consent to the call as it is now; undefined where there is no such call. */
export async function stepCall(
  stores: Pick<Stores, 'calls'>,
  find: () => Promise<ServerCall | undefined>,
  event: EndingEvent,
  nowMs: number,
): Promise<SavedStep | undefined> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const call = await find();
    if (call === undefined) return undefined;
    const step = transition(call, event, nowMs);
    if (step.kind === 'changed' && !('row' in step))
      throw new Error(`${event.type} has answered call ${call.id}`);
    const saved = await saveEnding(stores, step);
    if (saved !== undefined) return saved;
  }
  throw new Error(`a call has changed under ${MOST_TRIES} attempts to apply ${event.type}`);
}

/** The reply to a frame that asked for a step. */
function toReply(saved: SavedStep | undefined): { ok: { call: Call } } | { error: WireError } {
  if (saved === undefined) return refuse('not_found');
  return saved.step.kind === 'refused'
    ? refuse(saved.step.reason)
    : { ok: { call: toCall(saved.step.call) } };
}

export type EndPorts = Pick<Ports, 'stores' | 'run' | 'clock'>;

/**
 * A frame that ends a call: read, decide, save, tell, reply. One statement reads and one saves, so no transaction.
 *
 * @param known the call as this node remembers it: saves the reading where it is still right, which the
 *   compare-and-set tells; anything but a change is decided on the database's word alone
 */
export async function endByFrame(
  { stores, run, clock }: EndPorts,
  callId: CallId,
  event: EndingEvent,
  known?: ServerCall,
): Promise<{ ok: { call: Call } } | { error: WireError }> {
  const nowMs = clock();
  let remembered =
    known !== undefined && transition(known, event, nowMs).kind === 'changed' ? known : undefined;
  const find = async (): Promise<ServerCall | undefined> => {
    const call = remembered ?? (await stores.calls.find(callId));
    remembered = undefined;
    return call;
  };
  const saved = await stepCall(stores, find, event, nowMs);
  if (saved !== undefined) run(saved.effects);
  return toReply(saved);
}
