import type { ThreadItem } from '@parley/client';
import { AccountId, CallId, ClientMsgId, ConversationId, MessageId } from '@parley/protocol';
import { expect, test } from 'vitest';
import { threadRows } from './thread-rows.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const me = AccountId.parse(uuid(1));
const peer = AccountId.parse(uuid(2));
const MINUTE = 60_000;
const DAY = 86_400_000;
const startOfDay = (atMs: number) => Math.floor(atMs / DAY) * DAY;

const row = (seq: number, author: AccountId, atMs: number) => ({
  id: MessageId.parse(uuid(100 + seq)),
  conversationId: ConversationId.parse(uuid(3)),
  seq,
  authorId: author,
  createdAtMs: atMs,
});
const text = (seq: number, author: AccountId, atMs: number): ThreadItem => ({
  ...row(seq, author, atMs),
  kind: 'text',
  clientMsgId: ClientMsgId.parse(uuid(200 + seq)),
  text: `message ${seq}`,
});
const call = (seq: number, author: AccountId, atMs: number): ThreadItem => ({
  ...row(seq, author, atMs),
  kind: 'call',
  callId: CallId.parse(uuid(300 + seq)),
  callKind: 'audio',
  outcome: 'missed',
  durationMs: 0,
  notice: false,
});
const pending = (n: number, atMs: number): ThreadItem => ({
  kind: 'pending',
  clientMsgId: ClientMsgId.parse(uuid(200 + n)),
  text: 'on its way',
  createdAtMs: atMs,
  status: 'sending',
});
const rowsOf = (items: readonly ThreadItem[], peerReadSeq = 0) =>
  threadRows({ items, myId: me, peerReadSeq, startOfDay });
const shape = (items: readonly ThreadItem[], peerReadSeq = 0) =>
  rowsOf(items, peerReadSeq).map((each) =>
    each.kind === 'text'
      ? [each.isOwn ? 'own' : 'peer', each.isFirst && 'first', each.isLast && 'last', each.isSeen && 'seen']
          .filter(Boolean)
          .join(' ')
      : each.kind,
  );

test('messages of one person within five minutes stand together', () => {
  expect(
    shape([text(1, me, 0), text(2, me, MINUTE), text(3, peer, 2 * MINUTE), text(4, peer, 8 * MINUTE)]),
  ).toEqual(['day', 'own first', 'own last', 'peer first last', 'peer first last']);
});

test('a new day and a call each separate', () => {
  expect(
    shape([text(1, me, DAY - 1), text(2, me, DAY), call(3, peer, DAY + 1), text(4, me, DAY + 2)]),
  ).toEqual(['day', 'own first last', 'day', 'own first last', 'call', 'own first last']);
});

test('"Seen" stands under the last own message that the peer has read, and nowhere else', () => {
  const items = [text(1, me, 0), text(2, me, 1), text(3, peer, 2), text(4, me, 3)];
  expect(shape(items, 0).join()).not.toContain('seen');
  expect(shape(items, 3)).toEqual(['day', 'own first', 'own last seen', 'peer first last', 'own first last']);
  expect(shape(items, 4).filter((each) => each.includes('seen'))).toEqual(['own first last seen']);
});

test('MSG-11: a message keeps its row from sending to sent', () => {
  const before = rowsOf([text(1, me, 0), pending(2, 1)]).map((each) => each.key);
  const after = rowsOf([text(1, me, 0), text(2, me, 1)]).map((each) => each.key);
  expect(after).toEqual(before);
});

test('MSG-11: what was left unsent on an earlier day waits at the end, under the last day', () => {
  const rows = [text(1, me, 0), text(2, peer, DAY), pending(3, MINUTE)];
  expect(shape(rows)).toEqual(['day', 'own first last', 'day', 'peer first last', 'own first last']);
});

test('rows have keys of their own even where both people chose the same clientMsgId', () => {
  const twin = { ...text(2, peer, 1), clientMsgId: ClientMsgId.parse(uuid(201)) };
  const keys = rowsOf([text(1, me, 0), twin]).map((each) => each.key);
  expect(new Set(keys).size).toBe(keys.length);
});
