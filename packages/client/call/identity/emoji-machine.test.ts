import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advanceEmoji, beginEmoji } from './emoji-machine.ts';
import type { EmojiEvent, EmojiSide, EmojiState } from './emoji-machine.ts';

const OWN = { nonce: 'own', hash: 'hash of own' };
const HASHES = ['hash of a', 'hash of b', OWN.hash];

const eventArb: fc.Arbitrary<EmojiEvent> = fc.oneof(
  fc.constant({ type: 'tick' } as const),
  fc.constantFrom(...HASHES).map((hash) => ({ type: 'committed', hash }) as const),
  fc.constantFrom('a', 'b').map((nonce) => ({ type: 'revealed', nonce, hash: `hash of ${nonce}` }) as const),
);

interface Seen {
  state: EmojiState;
  event: EmojiEvent;
  revealedNow: boolean;
}

/** What an end does with whatever comes, in order. */
function play(side: EmojiSide, events: readonly EmojiEvent[]): Seen[] {
  let state = beginEmoji(side, OWN);
  return events.map((event) => {
    const step = advanceEmoji(state, event);
    state = step.state;
    return { state, event, revealedNow: step.say?.type === 'emojiReveal' };
  });
}

test('CALL-65: whatever comes, the callee tells its number only after a commitment, and takes no other one after', () => {
  fc.assert(
    fc.property(fc.array(eventArb), (events) => {
      const seen = play('callee', events);
      const first = seen.findIndex((one) => one.revealedNow);
      if (first === -1) return;
      const committed = seen
        .slice(0, first + 1)
        .flatMap(({ event }) => (event.type === 'committed' ? [event.hash] : []));
      expect(committed.length).toBeGreaterThan(0);
      const last = seen.at(-1)?.state;
      if (last?.step === 'done') {
        expect(last.callerNonce).toBe(committed[0]?.replace('hash of ', ''));
        expect(last.calleeNonce).toBe(OWN.nonce);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("CALL-65: whatever comes, the caller tells its number only once it has the callee's, and keeps to that one", () => {
  fc.assert(
    fc.property(fc.array(eventArb), (events) => {
      const seen = play('caller', events);
      const first = seen.findIndex((one) => one.revealedNow);
      if (first === -1) return;
      const revealed = seen
        .slice(0, first + 1)
        .flatMap(({ event }) => (event.type === 'revealed' ? [event.nonce] : []));
      expect(revealed.length).toBeGreaterThan(0);
      for (const { state } of seen.slice(first)) {
        if (state.step === 'done') expect(state.calleeNonce).toBe(revealed[0]);
        else expect(state.step).toBe('cheated');
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each<[string, EmojiSide, EmojiEvent[]]>([
  ['a commitment to the caller', 'caller', [{ type: 'committed', hash: 'hash of a' }]],
  ['a number before any commitment', 'callee', [{ type: 'revealed', nonce: 'a', hash: 'hash of a' }]],
  [
    'two commitments',
    'callee',
    [
      { type: 'committed', hash: 'hash of a' },
      { type: 'committed', hash: 'hash of b' },
    ],
  ],
  [
    'a number that was not committed to',
    'callee',
    [
      { type: 'committed', hash: 'hash of a' },
      { type: 'revealed', nonce: 'b', hash: 'hash of b' },
    ],
  ],
  [
    "two numbers of the callee's",
    'caller',
    [
      { type: 'revealed', nonce: 'a', hash: 'hash of a' },
      { type: 'revealed', nonce: 'b', hash: 'hash of b' },
    ],
  ],
  [
    "another number of the caller's afterwards",
    'callee',
    [
      { type: 'committed', hash: 'hash of a' },
      { type: 'revealed', nonce: 'a', hash: 'hash of a' },
      { type: 'revealed', nonce: 'b', hash: 'hash of b' },
    ],
  ],
])('CALL-66: %s is cheating, for good', (_what, side, events) => {
  const after = [...events, { type: 'tick' }, { type: 'revealed', nonce: 'a', hash: 'hash of a' }] as const;
  const seen = play(side, after);
  expect(seen[events.length - 1]?.state.step).toBe('cheated');
  expect(seen.at(-1)).toMatchObject({ state: { step: 'cheated' }, revealedNow: false });
});

test('CALL-65: a repeated message is answered again', () => {
  const commit = { type: 'committed', hash: 'hash of a' } as const;
  const reveal = { type: 'revealed', nonce: 'a', hash: 'hash of a' } as const;
  expect(play('callee', [commit, commit]).map((one) => one.revealedNow)).toEqual([true, true]);
  expect(play('caller', [reveal, reveal]).map((one) => one.revealedNow)).toEqual([true, true]);
  expect(play('callee', [commit, reveal, commit]).at(-1)).toMatchObject({
    state: { step: 'done' },
    revealedNow: true,
  });
});
