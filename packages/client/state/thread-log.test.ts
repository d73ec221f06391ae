import type { AccountId, ClientMsgId, ConversationId, MessageId, TextMessage } from '@parley/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fakeId } from '../testing/index.ts';
import { addEarlier, addRows, hasEarlier, hasGap, startLog } from './thread-log.ts';

function row(seq: number): TextMessage {
  return {
    kind: 'text',
    id: fakeId(seq, 'e') as MessageId,
    conversationId: fakeId(1, 'b') as ConversationId,
    authorId: fakeId(1, 'a') as AccountId,
    clientMsgId: fakeId(seq, 'f') as ClientMsgId,
    seq,
    createdAtMs: seq,
    text: `#${seq}`,
  };
}

const rows = (from: number, to: number): TextMessage[] =>
  Array.from({ length: to - from + 1 }, (_, at) => row(from + at));
const seqs = (log: { rows: readonly { seq: number }[] }): number[] => log.rows.map((one) => one.seq);

describe('a thread log', () => {
  test('MSG-8: whatever arrives in whatever order, the span has no gap and no duplicate', () => {
    const arrivals = fc.array(fc.array(fc.integer({ min: 1, max: 40 })), { maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(20), arrivals, (start, batches) => {
        let log = startLog(start === 0 ? [] : rows(1, start), start);
        const arrived = new Set(rows(1, start).map((one) => one.seq));
        for (const batch of batches) {
          log = addRows(log, batch.map(row));
          for (const seq of batch) arrived.add(seq);
        }
        const first = seqs(log)[0] ?? 1;
        expect(seqs(log)).toEqual(seqs(log).map((_, at) => first + at));
        // As long as it can be: the next row has not arrived.
        expect(arrived.has(log.throughSeq + 1)).toBe(false);
        expect(hasGap(log)).toBe([...arrived].some((seq) => seq > log.throughSeq));
      }),
    );
  });

  test('an empty conversation begins with its first row', () => {
    expect(seqs(addRows(startLog([], 0), [row(1)]))).toEqual([1]);
  });

  test('an earlier page goes before the first row, and only there', () => {
    const log = startLog(rows(11, 20), 20);
    expect(hasEarlier(log)).toBe(true);
    const longer = addEarlier(log, rows(1, 10));
    expect(seqs(longer)).toEqual(rows(1, 20).map((one) => one.seq));
    expect(hasEarlier(longer)).toBe(false);
    expect(addEarlier(log, rows(1, 9))).toBe(log);
    expect(addEarlier(longer, rows(1, 10))).toBe(longer);
  });
});
