import { expect, test } from 'vitest';
import { rememberWayBack, takeWayBack } from './way-back.ts';

function place(): () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return () => storage;
}

test('PLAN-10: a checkout leads back to the conversation that it began in, once', () => {
  const storage = place();
  rememberWayBack(storage, '/messages/1');
  expect(takeWayBack(storage)).toBe('/messages/1');
  expect(takeWayBack(storage)).toBe('/messages');
});

test.each(['//elsewhere.example', 'https://elsewhere.example', ''])('never to another site: %s', (path) => {
  const storage = place();
  rememberWayBack(storage, path);
  expect(takeWayBack(storage)).toBe('/messages');
});

test('a browser that keeps nothing leads to the messages', () => {
  const refuse = (): never => {
    throw new DOMException('no', 'SecurityError');
  };
  rememberWayBack(refuse, '/messages/1');
  expect(takeWayBack(refuse)).toBe('/messages');
});
