import type { EndedSession } from '@parley/core';
import type { CallReceipt } from '@parley/protocol';
import { expect, test } from 'vitest';
import { ParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import { BEN, fakeId } from '../testing/index.ts';
import { AfterCall } from './after-call.ts';
import { CallEntries } from './entries.ts';
import type { CallEntry } from './entries.ts';
import type { CallLink } from './media-types.ts';
import type { CallActions } from './view.ts';

const RECEIPT: CallReceipt = { path: 'relay', lossPercent: 1, restarts: 0, score: 4.2, verified: false };
const ENDED = {
  callId: fakeId(1, 'f') as EndedSession['callId'],
  peerId: BEN.id,
  kind: 'audio',
  direction: 'outgoing',
  route: 'direct',
  preconnect: 'none',
  version: 3,
  phase: 'ended',
  outcome: 'completed',
  elsewhere: false,
  durationMs: 5,
  refused: null,
  leaving: null,
} as const satisfies EndedSession;

function createWorld() {
  const sent: unknown[] = [];
  let isOnline = true;
  // The one endpoint that these tests need of all.
  const request = ((name: string, input: { body: unknown }) => {
    if (!isOnline) return Promise.reject(new ParleyError('offline'));
    sent.push([name, input.body]);
    return Promise.resolve({});
  }) as Request;
  const entries = new CallEntries(() => ({}) as CallActions);
  // All that is asked of the media here is how it went.
  const media = { receipt: () => RECEIPT } as CallLink;
  const entry: CallEntry = entries.put(ENDED.callId, BEN, { media });
  const setOnline = (to: boolean): void => void (isOnline = to);
  return { after: new AfterCall(request), entry, sent, setOnline };
}

test('CALL-35: the receipt is put once, and only when the server has confirmed the end', () => {
  const { after, entry, sent } = createWorld();
  after.keepReceipt({ ...ENDED, leaving: 'call.hang-up' }, entry);
  expect(sent).toEqual([]);
  after.keepReceipt(ENDED, entry);
  after.keepReceipt(ENDED, entry);
  expect(sent).toEqual([['putCallReceipt', RECEIPT]]);
});

test('CALL-35: a call that goes on on another device leaves none here', () => {
  const { after, entry, sent } = createWorld();
  after.keepReceipt({ ...ENDED, elsewhere: true }, entry);
  expect(sent).toEqual([]);
});

test('CALL-35: what could not be told while offline is told on return, and then no more', async () => {
  const { after, entry, sent, setOnline } = createWorld();
  setOnline(false);
  after.keepReceipt(ENDED, entry);
  after.rate(ENDED.callId, 'good');
  await Promise.resolve();
  setOnline(true);
  after.resume();
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
  after.resume();
  expect(sent).toEqual([
    ['putCallReceipt', RECEIPT],
    ['putCallRating', { rating: 'good' }],
  ]);
});
