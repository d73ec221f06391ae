import { expect, test } from 'vitest';
import { everyCombination } from './call-facts.fixture.ts';
import { decideCall, decideRinging } from './decide-call.ts';

const all = [...everyCombination()];

test('PLAN-7: while it rings, missing Premium is no reason, and everything else still is (CON-10)', () => {
  const wrong = all.filter((facts) => {
    const placed = decideCall(facts);
    const ringing = decideRinging(facts);
    if (placed.outcome === 'deny' && placed.reason === 'premiumRequired') return ringing.outcome !== 'ring';
    return JSON.stringify(ringing) !== JSON.stringify(placed);
  });
  expect(wrong.slice(0, 3)).toEqual([]);
});
