import type { CallReceipt } from '@parley/protocol';
import { expect, test } from 'vitest';
import { lossText, receiptLine, scoreText } from './receipt.ts';

const receipt: CallReceipt = { path: 'direct', lossPercent: 0.4, restarts: 1, score: 4.2, verified: false };

test.each<[Partial<CallReceipt>, string]>([
  [{}, 'Direct · 0.4 % lost · 1 restart'],
  [{ path: 'relay', lossPercent: 12.3, restarts: 3 }, 'Relayed · 12 % lost · 3 restarts'],
  [{ lossPercent: 0, restarts: 0 }, 'Direct · nothing lost'],
])('a call with %j was %j', (change, text) => {
  expect(receiptLine({ ...receipt, ...change })).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.03, 'under 0.1 %'],
  [0.96, '1 %'],
  [9.94, '9.9 %'],
  [100, '100 %'],
])('a loss of %d is told as %j', (percent, text) => {
  expect(lossText(percent)).toBe(text);
});

test.each([
  [null, 'Too short to tell'],
  [4.41, 'Good · 4.4 of 4.5'],
  [3.7, 'Fair · 3.7 of 4.5'],
  [3.2, 'Poor · 3.2 of 4.5'],
  [1.2, 'Bad · 1.2 of 4.5'],
])('a score of %j is told as %j', (score, text) => {
  expect(scoreText(score)).toBe(text);
});
