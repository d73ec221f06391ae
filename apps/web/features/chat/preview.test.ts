import { Conversation } from '@parley/protocol';
import { expect, test } from 'vitest';
import { previewOf } from './preview.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const person = { id: uuid(2), handle: 'bob', displayName: 'Bob', verified: false };

function conversation(lastMessage: unknown): Conversation {
  return Conversation.parse({
    id: uuid(9),
    peer: person,
    folder: 'inbox',
    lastSeq: 1,
    lastMessage,
    lastActivityAtMs: 0,
    readSeq: 0,
    peerReadSeq: 0,
    unread: 0,
    youBlock: false,
    muted: false,
    callAccess: 'unavailable',
  });
}
const row = (authorId: string) => ({
  id: uuid(5),
  conversationId: uuid(9),
  seq: 1,
  authorId,
  createdAtMs: 0,
});
const text = (authorId: string) => ({ ...row(authorId), kind: 'text', clientMsgId: uuid(6), text: 'hi' });
const call = (authorId: string) => ({
  ...row(authorId),
  kind: 'call',
  callId: uuid(7),
  callKind: 'audio',
  outcome: 'missed',
  durationMs: 0,
  notice: false,
});
const bob = conversation(null).peer.id;

test.each([
  [null, '', 'Say hello', 'plain'],
  [text(uuid(1)), '', 'hi', 'plain'],
  [text(bob), '', 'You: hi', 'plain'],
  [call(uuid(1)), '', 'Missed audio call', 'missed'],
  [call(bob), '', 'Audio call · no answer', 'plain'],
  [text(uuid(1)), ' half ', 'Draft: half', 'draft'],
])('the preview (case %#) reads %s %s → %s', (lastMessage, draft, expected, tone) => {
  expect(previewOf(conversation(lastMessage), bob, draft)).toEqual({ text: expected, tone });
});
