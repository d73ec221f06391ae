import type { MessageDecision, MessageDenial, MessageFacts } from './facts.ts';

function denialOf(facts: MessageFacts): MessageDenial | undefined {
  if (facts.sameAccount) return 'sameAccount';
  if (!facts.recipientExists) return 'noSuchPerson';
  if (facts.recipientBlocksSender) return 'blockedByRecipient';
  if (facts.senderBlocksRecipient) return 'blockedBySender';
  return undefined;
}

/**
 * Decides whether a direct message may be sent, and in which folder of the recipient's it lands (MSG-5, MSG-7).
 */
export function decideMessage(facts: MessageFacts): MessageDecision {
  const denial = denialOf(facts);
  if (denial !== undefined) return { outcome: 'deny', reason: denial, disclose: 'message_refused' };
  const welcome = facts.recipientAccepted || facts.recipientFollowsSender;
  return { outcome: 'deliver', folder: welcome ? 'inbox' : 'requests' };
}
