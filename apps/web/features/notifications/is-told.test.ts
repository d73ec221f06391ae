import type { Conversation, ConversationId } from '@parley/protocol';
import { expect, test } from 'vitest';
import { isTold } from './is-told.ts';

// A test's own id; the brand says what it names.
const OTHER = '22222222-0000-4000-8000-000000000001' as ConversationId;
const conversation = (change: Partial<Conversation> = {}): Pick<Conversation, 'id' | 'muted' | 'folder'> => ({
  id: OTHER,
  muted: false,
  folder: 'inbox',
  ...change,
});

test('PUSH-39: a message of another conversation is told', () => {
  expect(isTold(conversation(), undefined)).toBe(true);
  expect(isTold(conversation(), '22222222-0000-4000-8000-000000000002')).toBe(true);
});

test.each([
  ['of the open conversation', conversation(), OTHER],
  ['of a muted one', conversation({ muted: true }), undefined],
  ['of a request', conversation({ folder: 'requests' }), undefined],
])('PUSH-39: a message %s is not', (_, given, openId) => {
  expect(isTold(given, openId)).toBe(false);
});
