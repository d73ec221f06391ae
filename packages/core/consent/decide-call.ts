import type { CallAccess } from '@parley/protocol';
import type { CallDecision, CallDenial, CallFacts, CallRule } from './facts.ts';

/** In the order of the settings page; the first that fits is the rule we log. */
const AUDIENCES: readonly CallRule[] = ['addressBook', 'following', 'verified', 'everyone'];

function isInAudience(facts: CallFacts, audience: CallRule): boolean {
  switch (audience) {
    case 'addressBook':
      return facts.callerInAddressBook;
    case 'following':
      return facts.calleeFollowsCaller;
    case 'verified':
      return facts.callerVerified;
    case 'everyone':
      return true;
  }
}

/** CON-2 and CON-4 to CON-7 on the callee's side; the caller never learns which it was. */
function calleesDenial(facts: CallFacts): CallDenial | undefined {
  if (facts.sameAccount) return 'sameAccount';
  if (!facts.calleeExists) return 'noSuchPerson';
  if (!facts.calleeRolledOut) return 'calleeNotRolledOut';
  if (facts.calleeBlocksCaller) return 'blockedByCallee';
  if (facts.callerBlocksCallee) return 'blockedByCaller';
  if (!facts.callingEnabled) return 'callingSwitchedOff';
  if (facts.messagesFromCalleeToCaller < 1) return 'calleeNeverWrote';
  return undefined;
}

/**
 * Decides whether a call may ring. The only place that does (docs/spec/consent.md, CON-1).
 *
 * @param facts all that matters, loaded in the transaction that acts
 * @returns `ring` with the audience that allows it, or `deny` with the reason for our log and the
 *   code that the caller may see (CON-9)
 */
export function decideCall(facts: CallFacts): CallDecision {
  if (!facts.rolledOut) return { outcome: 'deny', reason: 'notRolledOut', disclose: 'calls_not_rolled_out' };
  const denial = calleesDenial(facts);
  if (denial !== undefined) return { outcome: 'deny', reason: denial, disclose: 'call_unavailable' };
  const rule = AUDIENCES.find((audience) => facts.audiences[audience] && isInAudience(facts, audience));
  if (rule === undefined) return { outcome: 'deny', reason: 'notInAudience', disclose: 'call_unavailable' };
  // Last, so that "Premium" is only ever told where paying would really let the call ring (CON-9).
  if (facts.placingRequiresPremium && !facts.callerHasPremium) {
    return { outcome: 'deny', reason: 'premiumRequired', disclose: 'premium_required' };
  }
  return { outcome: 'ring', rule };
}

/**
 * Decides whether a call that was placed may go on ringing, or be answered (CON-10): everything as above but CON-3.
 * Placing is the moment of the invite; a plan that lapses while it rings takes nothing back (PLAN-7).
 */
export function decideRinging(facts: CallFacts): CallDecision {
  return decideCall({ ...facts, placingRequiresPremium: false });
}

/** What the phone icon shows for a decision (CON-11). */
export function toCallAccess(decision: CallDecision): CallAccess {
  if (decision.outcome === 'ring') return 'allowed';
  switch (decision.disclose) {
    case 'call_unavailable':
      return 'unavailable';
    case 'premium_required':
      return 'premiumRequired';
    case 'calls_not_rolled_out':
      return 'notRolledOut';
  }
}
