import type { ReasonCode } from '@parley/protocol';

/**
 * Everything that decides whether a call may ring (docs/spec/consent.md), as plain data.
 * Loaded together, in the transaction that acts on the decision.
 */
export interface CallFacts {
  /** The caller's account and the callee's are one and the same. */
  sameAccount: boolean;
  /** CON-2: to the caller's account, on the platform of the placing device. */
  rolledOut: boolean;
  /** CON-3: the operator lets only subscribers place calls. */
  placingRequiresPremium: boolean;
  /** CON-3 */
  callerHasPremium: boolean;
  calleeExists: boolean;
  /** CON-2: on one platform at least, whether or not a device of it is there. */
  calleeRolledOut: boolean;
  /** CON-4 */
  callerBlocksCallee: boolean;
  /** CON-4 */
  calleeBlocksCaller: boolean;
  /** CON-5 */
  callingEnabled: boolean;
  /** CON-6: direct messages of text that the callee has ever sent to the caller. */
  messagesFromCalleeToCaller: number;
  /** CON-7: what the callee ticked. */
  audiences: { addressBook: boolean; following: boolean; verified: boolean; everyone: boolean };
  /** CON-7: what is true of the caller. */
  callerInAddressBook: boolean;
  calleeFollowsCaller: boolean;
  callerVerified: boolean;
}

/** The audience that lets the call ring; the first that fits in the order of the settings page. */
export type CallRule = keyof CallFacts['audiences'];

/** Why not, for our log; never sent as it is (CON-9). */
export type CallDenial =
  | 'notRolledOut'
  | 'premiumRequired'
  | 'sameAccount'
  | 'noSuchPerson'
  | 'calleeNotRolledOut'
  | 'blockedByCaller'
  | 'blockedByCallee'
  | 'callingSwitchedOff'
  | 'calleeNeverWrote'
  | 'notInAudience';

export type CallDecision =
  | { outcome: 'ring'; rule: CallRule }
  | {
      outcome: 'deny';
      reason: CallDenial;
      /** What the caller may learn. */
      disclose: Extract<ReasonCode, 'call_unavailable' | 'premium_required' | 'calls_not_rolled_out'>;
    };

/** Everything that decides whether a direct message may be sent and where it lands (docs/spec/message.md). */
export interface MessageFacts {
  sameAccount: boolean;
  recipientExists: boolean;
  senderBlocksRecipient: boolean;
  recipientBlocksSender: boolean;
  /** The conversation is in the recipient's inbox already. */
  recipientAccepted: boolean;
  recipientFollowsSender: boolean;
}

export type MessageDenial = 'sameAccount' | 'noSuchPerson' | 'blockedBySender' | 'blockedByRecipient';

export type MessageDecision =
  | { outcome: 'deliver'; folder: 'inbox' | 'requests' }
  | { outcome: 'deny'; reason: MessageDenial; disclose: Extract<ReasonCode, 'message_refused'> };
