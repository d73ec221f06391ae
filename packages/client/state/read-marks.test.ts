import type { ConversationId } from '@parley/protocol';
import { expect, test } from 'vitest';
import { ParleyError } from '../error.ts';
import { fakeId } from '../testing/index.ts';
import { ReadMarks } from './read-marks.ts';

const conversationId = fakeId(1, 'b') as ConversationId;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function marksAgainst(answer: () => Promise<unknown>) {
  const told: number[] = [];
  const marks = new ReadMarks((_, readSeq) => {
    told.push(readSeq);
    return answer();
  });
  return { marks, told };
}

test('MSG-9: only forward, one frame at a time, the latest wins', async () => {
  const { marks, told } = marksAgainst(() => turn());
  for (const seq of [3, 2, 3, 5, 9, 7]) marks.mark(conversationId, seq);
  expect(told).toEqual([3]);
  await turn();
  await turn();
  expect(told).toEqual([3, 9]);
  await turn();
  await turn();
  expect(told).toEqual([3, 9]);
});

test('what could not be told for want of a connection is told after the next welcome', async () => {
  let offline = true;
  const { marks, told } = marksAgainst(() =>
    offline ? Promise.reject(new ParleyError('offline')) : Promise.resolve(),
  );
  marks.mark(conversationId, 4);
  await turn();
  offline = false;
  marks.resume();
  await turn();
  marks.resume();
  expect(told).toEqual([4, 4]);
});

test('a refused mark is not repeated', async () => {
  const { marks, told } = marksAgainst(() => Promise.reject(new ParleyError('not_found')));
  marks.mark(conversationId, 4);
  await turn();
  marks.resume();
  expect(told).toEqual([4]);
});
