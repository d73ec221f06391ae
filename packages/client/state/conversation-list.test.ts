import type {
  AccountId,
  CallId,
  CallMessage,
  ClientMsgId,
  Conversation,
  ConversationId,
  MessageId,
  TextMessage,
} from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { ANN, BEN, fakeConversation, fakeId } from '../testing/index.ts';
import {
  NO_CONVERSATIONS,
  put,
  putFirstPage,
  putNextPage,
  reconcile,
  withMessage,
  withRead,
} from './conversation-list.ts';

const id = (number: number): ConversationId => fakeId(number, 'b') as ConversationId;
const at = (number: number, more: Partial<Conversation> = {}): Conversation =>
  fakeConversation({ id: id(number), lastActivityAtMs: number, lastSeq: 1, ...more });

const base = { id: fakeId(1, 'e') as MessageId, conversationId: id(1), createdAtMs: 900 };
const text = (seq: number, authorId: AccountId): TextMessage => ({
  ...base,
  kind: 'text',
  seq,
  authorId,
  clientMsgId: fakeId(seq, 'f') as ClientMsgId,
  text: 'hi',
});
const call = (seq: number, authorId: AccountId, notice: boolean): CallMessage => ({
  ...base,
  kind: 'call',
  seq,
  authorId,
  callId: fakeId(seq, 'f') as CallId,
  callKind: 'audio',
  outcome: 'missed',
  durationMs: 0,
  notice,
});

describe('the lists', () => {
  const page = { conversations: [at(9), at(5)], requestCount: 3, full: false };
  const listed = putFirstPage({ ...NO_CONVERSATIONS, requests: [] }, 'inbox', page);

  test('latest activity first; a new message moves its conversation up', () => {
    expect(listed.inbox).toEqual([id(9), id(5)]);
    expect(put(listed, at(5, { lastActivityAtMs: 10 })).inbox).toEqual([id(5), id(9)]);
  });

  test('MSG-5: a request that is accepted changes its list', () => {
    const waiting = put(listed, at(7, { folder: 'requests' }));
    expect([waiting.inbox, waiting.requests]).toEqual([[id(9), id(5)], [id(7)]]);
    const accepted = put(waiting, at(7));
    expect([accepted.inbox, accepted.requests]).toEqual([[id(9), id(7), id(5)], []]);
  });

  test('the count of requests comes with their own list, not with an older reading of the other', () => {
    expect(listed.requestCount).toBe(0);
    expect(putFirstPage(listed, 'requests', { ...page, conversations: [] }).requestCount).toBe(3);
  });

  test('a list that has not been read yet stays unread', () => {
    expect(put(NO_CONVERSATIONS, at(1)).inbox).toBeUndefined();
  });

  test('a first page read again replaces its span and keeps what was loaded below it', () => {
    const longer = putNextPage(listed, 'inbox', { conversations: [at(3), at(2)], full: true });
    const again = putFirstPage(longer, 'inbox', {
      conversations: [at(9), at(4)],
      requestCount: 0,
      full: true,
    });
    expect(again.inbox).toEqual([id(9), id(4), id(3), id(2)]);
    expect(again.hasMore.inbox).toBe(true);
  });
});

describe('unread', () => {
  test.each([
    ['text of the peer', text(1, BEN.id), 1],
    ['my own text from another device', text(1, ANN.id), 0],
    ['a call that nobody answered', call(1, BEN.id, true), 1],
    ['a call without a notice', call(1, BEN.id, false), 0],
    ['my own unanswered call', call(1, ANN.id, true), 0],
  ] as const)('CALL-9: %s', (_, message, unread) => {
    expect(withMessage(fakeConversation(), message, ANN.id).unread).toBe(unread);
  });

  test('MSG-8: a row that is known already changes nothing', () => {
    const known = at(1, { lastSeq: 4 });
    expect(withMessage(known, text(4, BEN.id), ANN.id)).toBe(known);
  });

  test('MSG-9: read state only grows', () => {
    const read = at(1, { lastSeq: 5, readSeq: 4, unread: 1, peerReadSeq: 3 });
    expect(withRead(read, 'me', 3)).toBe(read);
    expect(withRead(read, 'me', 5)).toMatchObject({ readSeq: 5, unread: 0 });
    expect(withRead(read, 'peer', 2).peerReadSeq).toBe(3);
  });

  test('a read that was overtaken does not bring back what is read', () => {
    const known = at(1, { lastSeq: 5, readSeq: 5, unread: 0 });
    expect(reconcile(known, at(1, { lastSeq: 5, readSeq: 2, unread: 3 })).unread).toBe(0);
    expect(reconcile(known, at(1, { lastSeq: 4, readSeq: 4 }))).toBe(known);
    expect(reconcile(known, at(1, { lastSeq: 6, readSeq: 5, unread: 1 }))).toMatchObject({
      lastSeq: 6,
      unread: 1,
    });
  });
});
