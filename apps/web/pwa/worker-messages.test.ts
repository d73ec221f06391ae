import { expect, test } from 'vitest';
import { readPageShows, readWorkerMessage } from './worker-messages.ts';

test('PUSH-34: a message leads to a path of this app and nowhere else', () => {
  expect(readWorkerMessage({ parley: 'open', path: '/messages/1' })).toEqual({
    parley: 'open',
    path: '/messages/1',
  });
  for (const path of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:1', '', 7]) {
    expect(readWorkerMessage({ parley: 'open', path })).toBeUndefined();
  }
});

test.each([undefined, null, 'text', 7, [], {}, { parley: 'other' }, { parley: 'tested' }])(
  'PUSH-33: %j is nobody’s message',
  (data) => {
    expect(readWorkerMessage(data)).toBeUndefined();
    expect(readPageShows(data)).toBeUndefined();
  },
);

test('PUSH-33: a page’s answer is taken as far as it can be read', () => {
  expect(readPageShows({ isOnline: 'yes', ringing: ['a', 1, null] })).toEqual({
    isOnline: false,
    ringing: ['a'],
  });
});
