import type { CallFacts } from './facts.ts';

/** What a new account ticks (CON-8). */
export const NEW_ACCOUNT_AUDIENCES: CallFacts['audiences'] = {
  addressBook: true,
  following: true,
  verified: false,
  everyone: false,
};

export const NOBODY: CallFacts['audiences'] = {
  addressBook: false,
  following: false,
  verified: false,
  everyone: false,
};

/** Two accounts with the settings of new ones; the callee follows the caller and has written once: it rings. */
export const WELCOME_CALLER: CallFacts = {
  sameAccount: false,
  rolledOut: true,
  placingRequiresPremium: false,
  callerHasPremium: false,
  calleeExists: true,
  calleeRolledOut: true,
  callerBlocksCallee: false,
  calleeBlocksCaller: false,
  callingEnabled: true,
  messagesFromCalleeToCaller: 1,
  audiences: NEW_ACCOUNT_AUDIENCES,
  callerInAddressBook: false,
  calleeFollowsCaller: true,
  callerVerified: false,
};

const BITS = 17;

/** All 131,072 combinations of the seventeen facts that are true or false (a message was sent, or none). */
export function* everyCombination(): Generator<CallFacts> {
  for (let bits = 0; bits < 2 ** BITS; bits += 1) {
    const is = (place: number): boolean => (bits & (1 << place)) !== 0;
    yield {
      sameAccount: is(0),
      rolledOut: is(1),
      placingRequiresPremium: is(2),
      callerHasPremium: is(3),
      calleeExists: is(4),
      callerBlocksCallee: is(5),
      calleeBlocksCaller: is(6),
      callingEnabled: is(7),
      messagesFromCalleeToCaller: is(8) ? 1 : 0,
      audiences: { addressBook: is(9), following: is(10), verified: is(11), everyone: is(12) },
      callerInAddressBook: is(13),
      calleeFollowsCaller: is(14),
      callerVerified: is(15),
      calleeRolledOut: is(16),
    };
  }
}
