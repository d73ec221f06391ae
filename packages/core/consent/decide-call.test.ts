import { describe, expect, test } from 'vitest';
import { decideCall, toCallAccess } from './decide-call.ts';
import { everyCombination, NEW_ACCOUNT_AUDIENCES, NOBODY, WELCOME_CALLER } from './call-facts.fixture.ts';
import type { CallDecision, CallDenial, CallFacts, CallRule } from './facts.ts';

type Row = [title: string, change: Partial<CallFacts>, expected: `ring: ${CallRule}` | CallDenial];

const STRANGER: Partial<CallFacts> = { calleeFollowsCaller: false };
const only = (audience: CallRule): Partial<CallFacts> => ({ audiences: { ...NOBODY, [audience]: true } });
const onlyEveryone = { ...STRANGER, ...only('everyone') };

const ROWS: Row[] = [
  ['CON-1: every rule holds, it rings', {}, 'ring: following'],
  ['CON-2: not rolled out to the caller', { rolledOut: false }, 'notRolledOut'],
  ['CON-2: looked at before all others', { rolledOut: false, calleeExists: false }, 'notRolledOut'],
  ['CON-2: not rolled out to the callee', { calleeRolledOut: false }, 'calleeNotRolledOut'],
  ['CON-3: premium required, caller has none', { placingRequiresPremium: true }, 'premiumRequired'],
  [
    'CON-3: premium required, caller has it',
    { placingRequiresPremium: true, callerHasPremium: true },
    'ring: following',
  ],
  ['CON-3: premium not required here', { callerHasPremium: false }, 'ring: following'],
  ['CON-4: the callee blocks the caller', { calleeBlocksCaller: true }, 'blockedByCallee'],
  ['CON-4: the caller blocks the callee', { callerBlocksCallee: true }, 'blockedByCaller'],
  ['CON-4: oneself', { sameAccount: true }, 'sameAccount'],
  ['CON-4: a block beats "everyone"', { ...onlyEveryone, calleeBlocksCaller: true }, 'blockedByCallee'],
  ['CON-5: the switch is off', { callingEnabled: false }, 'callingSwitchedOff'],
  ['CON-5: off beats "everyone"', { ...onlyEveryone, callingEnabled: false }, 'callingSwitchedOff'],
  ['CON-6: the callee has never written', { messagesFromCalleeToCaller: 0 }, 'calleeNeverWrote'],
  [
    'CON-6: needed for "everyone" too',
    { ...onlyEveryone, messagesFromCalleeToCaller: 0 },
    'calleeNeverWrote',
  ],
  ['CON-6: many messages are as good as one', { messagesFromCalleeToCaller: 999 }, 'ring: following'],
  [
    'CON-7: in the address book, ticked',
    { ...STRANGER, callerInAddressBook: true, ...only('addressBook') },
    'ring: addressBook',
  ],
  [
    'CON-7: in the address book, not ticked',
    { ...STRANGER, callerInAddressBook: true, ...only('verified') },
    'notInAudience',
  ],
  ['CON-7: followed, ticked', only('following'), 'ring: following'],
  ['CON-7: followed, not ticked', only('addressBook'), 'notInAudience'],
  ['CON-7: verified, ticked', { ...STRANGER, callerVerified: true, ...only('verified') }, 'ring: verified'],
  [
    'CON-7: verified, not ticked',
    { ...STRANGER, callerVerified: true, ...only('following') },
    'notInAudience',
  ],
  ['CON-7: ticked, but not verified', { ...STRANGER, ...only('verified') }, 'notInAudience'],
  ['CON-7: a stranger, everyone ticked', onlyEveryone, 'ring: everyone'],
  [
    'CON-7: no tick, no call',
    { callerInAddressBook: true, callerVerified: true, audiences: NOBODY },
    'notInAudience',
  ],
  ['CON-7: the first audience that fits is logged', { callerInAddressBook: true }, 'ring: addressBook'],
  [
    'CON-8: a new account rings for its address book',
    { ...STRANGER, callerInAddressBook: true },
    'ring: addressBook',
  ],
  ['CON-8: a new account rings for whom it follows', {}, 'ring: following'],
  [
    'CON-8: a new account does not ring for verified users',
    { ...STRANGER, callerVerified: true },
    'notInAudience',
  ],
  ['CON-8: a new account does not ring for everyone', STRANGER, 'notInAudience'],
  ['CON-9: no such person', { calleeExists: false }, 'noSuchPerson'],
  [
    "CON-9: the callee's reason wins over missing premium",
    { placingRequiresPremium: true, callingEnabled: false },
    'callingSwitchedOff',
  ],
];

const summary = (decision: CallDecision): string =>
  decision.outcome === 'ring' ? `ring: ${decision.rule}` : decision.reason;

/** docs/spec/consent.md, CON-2 to CON-7 and CON-9, word for word; shares nothing with the code under test. */
function oracle(f: CallFacts): 'ring' | 'call_unavailable' | 'premium_required' | 'calls_not_rolled_out' {
  const rolledOut = f.rolledOut; // CON-2
  const mayPlace = f.placingRequiresPremium ? f.callerHasPremium : true; // CON-3
  const neitherBlocks = !(f.callerBlocksCallee || f.calleeBlocksCaller); // CON-4
  const somebodyElse = f.calleeExists && f.calleeRolledOut && !f.sameAccount; // CON-2, CON-4, CON-9
  const switchIsOn = f.callingEnabled; // CON-5
  const calleeWrote = f.messagesFromCalleeToCaller > 0; // CON-6
  const tickedAndIn = // CON-7
    (f.audiences.everyone && true) ||
    (f.audiences.verified && f.callerVerified) ||
    (f.audiences.following && f.calleeFollowsCaller) ||
    (f.audiences.addressBook && f.callerInAddressBook);
  const calleeWouldLetItRing = somebodyElse && neitherBlocks && switchIsOn && calleeWrote && tickedAndIn;
  if (!rolledOut) return 'calls_not_rolled_out';
  if (!calleeWouldLetItRing) return 'call_unavailable';
  return mayPlace ? 'ring' : 'premium_required';
}

const seen = (decision: CallDecision): string => (decision.outcome === 'ring' ? 'ring' : decision.disclose);

describe('decideCall, rule by rule', () => {
  test.each(ROWS)('%s', (_title, change, expected) => {
    expect(summary(decideCall({ ...WELCOME_CALLER, ...change }))).toBe(expected);
  });

  test('CON-8: what the table takes for a new account', () => {
    expect(NEW_ACCOUNT_AUDIENCES).toEqual({
      addressBook: true,
      following: true,
      verified: false,
      everyone: false,
    });
  });
});

describe('decideCall, every combination of facts', () => {
  const all = [...everyCombination()].map((facts) => ({ facts, decision: decideCall(facts) }));

  test('CON-1: all 131,072 are decided as the spec says', () => {
    const wrong = all.filter(({ facts, decision }) => seen(decision) !== oracle(facts));
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(all).toHaveLength(131_072);
  });

  test('CON-7: the audience that is logged is ticked and the caller is in it', () => {
    const fits = (facts: CallFacts): Record<CallRule, boolean> => ({
      addressBook: facts.audiences.addressBook && facts.callerInAddressBook,
      following: facts.audiences.following && facts.calleeFollowsCaller,
      verified: facts.audiences.verified && facts.callerVerified,
      everyone: facts.audiences.everyone,
    });
    const wrong = all.filter(
      ({ facts, decision }) => decision.outcome === 'ring' && !fits(facts)[decision.rule],
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('CON-7: ticking one more audience never turns ring into deny', () => {
    const audiences: CallRule[] = ['addressBook', 'following', 'verified', 'everyone'];
    const wrong = all.filter(
      ({ facts, decision }) =>
        decision.outcome === 'ring' &&
        audiences.some(
          (audience) =>
            decideCall({ ...facts, audiences: { ...facts.audiences, [audience]: true } }).outcome !== 'ring',
        ),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test("CON-9: every denial of the callee's shows the caller one and the same thing", () => {
    const own: CallDenial[] = ['notRolledOut', 'premiumRequired'];
    const denials = all.map(({ decision }) => decision).filter((decision) => decision.outcome === 'deny');
    const callees = denials.filter((denial) => !own.includes(denial.reason));
    const shown = callees.map(({ reason: _, ...rest }) => JSON.stringify(rest));
    expect(new Set(callees.map((denial) => denial.reason)).size).toBe(8);
    expect([...new Set(shown)]).toEqual([JSON.stringify({ outcome: 'deny', disclose: 'call_unavailable' })]);
  });

  test('CON-9: premium is only ever told where having it would let the call ring', () => {
    const told = all.filter(({ decision }) => seen(decision) === 'premium_required');
    const wrong = told.filter(
      ({ facts }) => decideCall({ ...facts, callerHasPremium: true }).outcome !== 'ring',
    );
    expect(told.length).toBeGreaterThan(0);
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

describe('toCallAccess', () => {
  test.each([
    ['CON-11: ring shows the icon', {}, 'allowed'],
    ['CON-11: only premium is missing', { placingRequiresPremium: true }, 'premiumRequired'],
    ['CON-11: not rolled out', { rolledOut: false }, 'notRolledOut'],
    ['CON-9: blocked looks like any reason', { calleeBlocksCaller: true }, 'unavailable'],
    ['CON-9: no such person looks the same', { calleeExists: false }, 'unavailable'],
  ] as const)('%s', (_title, change, expected) => {
    expect(toCallAccess(decideCall({ ...WELCOME_CALLER, ...change }))).toBe(expected);
  });
});
