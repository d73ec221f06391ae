import { describe, expect, test } from 'vitest';
import { decideMessage } from './decide-message.ts';
import type { MessageDecision, MessageDenial, MessageFacts } from './facts.ts';

const STRANGERS: MessageFacts = {
  sameAccount: false,
  recipientExists: true,
  senderBlocksRecipient: false,
  recipientBlocksSender: false,
  recipientAccepted: false,
  recipientFollowsSender: false,
};

const ROWS: [title: string, change: Partial<MessageFacts>, expected: 'inbox' | 'requests' | MessageDenial][] =
  [
    ["MSG-5: a stranger's first message waits in Requests", {}, 'requests'],
    ['MSG-5: someone the receiver follows', { recipientFollowsSender: true }, 'inbox'],
    ['MSG-5: the receiver has replied or accepted', { recipientAccepted: true }, 'inbox'],
    ['MSG-7: the receiver blocks', { recipientBlocksSender: true }, 'blockedByRecipient'],
    ['MSG-7: the sender blocks', { senderBlocksRecipient: true }, 'blockedBySender'],
    [
      'MSG-7: a block beats an accepted request',
      { recipientBlocksSender: true, recipientAccepted: true },
      'blockedByRecipient',
    ],
    [
      'MSG-7: a block beats a follow',
      { senderBlocksRecipient: true, recipientFollowsSender: true },
      'blockedBySender',
    ],
    ['MSG-7: oneself', { sameAccount: true }, 'sameAccount'],
    ['MSG-7: no such person', { recipientExists: false }, 'noSuchPerson'],
  ];

const summary = (decision: MessageDecision): string =>
  decision.outcome === 'deliver' ? decision.folder : decision.reason;

/** docs/spec/message.md, MSG-5 and MSG-7; shares nothing with the code under test. */
function oracle(f: MessageFacts): 'inbox' | 'requests' | 'message_refused' {
  const nobodyThere = f.sameAccount || !f.recipientExists;
  if (nobodyThere || f.senderBlocksRecipient || f.recipientBlocksSender) return 'message_refused';
  if (!f.recipientAccepted && !f.recipientFollowsSender) return 'requests';
  return 'inbox';
}

function everyCombination(): MessageFacts[] {
  return Array.from({ length: 2 ** 6 }, (_, bits) => {
    const is = (place: number): boolean => (bits & (1 << place)) !== 0;
    return {
      sameAccount: is(0),
      recipientExists: is(1),
      senderBlocksRecipient: is(2),
      recipientBlocksSender: is(3),
      recipientAccepted: is(4),
      recipientFollowsSender: is(5),
    };
  });
}

describe('decideMessage', () => {
  test.each(ROWS)('%s', (_title, change, expected) => {
    expect(summary(decideMessage({ ...STRANGERS, ...change }))).toBe(expected);
  });

  test('MSG-5, MSG-7: all 64 combinations are decided as the spec says', () => {
    const wrong = everyCombination().filter((facts) => {
      const decision = decideMessage(facts);
      return (decision.outcome === 'deliver' ? decision.folder : decision.disclose) !== oracle(facts);
    });
    expect(wrong).toEqual([]);
  });

  test('MSG-7: whoever blocks whom, the sender is shown one and the same thing', () => {
    const shown = everyCombination()
      .map(decideMessage)
      .filter((decision) => decision.outcome === 'deny')
      .map(({ reason: _, ...rest }) => JSON.stringify(rest));
    expect([...new Set(shown)]).toEqual([JSON.stringify({ outcome: 'deny', disclose: 'message_refused' })]);
  });
});
