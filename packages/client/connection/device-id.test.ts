import { CLOSE } from '@parley/protocol';
import { expect, test } from 'vitest';
import { createMemoryStorage, createSignedInClient, createTestClient } from '../testing/index.ts';
import { OwnDeviceId } from './device-id.ts';

const ids = (): (() => string) => {
  let made = 0;
  return () => `cccccccc-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
};

/** A tab with its storage, among others that hold names. */
function tab(tabStorage = createMemoryStorage(), held = new Set<string>(), newId = ids()) {
  const claim = (name: string): Promise<boolean> => {
    if (held.has(name)) return Promise.resolve(false);
    held.add(name);
    return Promise.resolve(true);
  };
  return new OwnDeviceId({ newId, claim, tabStorage });
}

test('CALL-52: a tab that is loaded again is the same device', async () => {
  const storage = createMemoryStorage();
  const first = await tab(storage).claim();
  expect(await tab(storage).claim()).toBe(first);
});

test('CALL-52: a duplicated tab, which has a copy of the name, is another device, and stays that', async () => {
  const newId = ids();
  const held = new Set<string>();
  const first = await tab(createMemoryStorage(), held, newId).claim();
  const copy = createMemoryStorage();
  copy.setItem('parley.device', first);
  const second = await tab(copy, held, newId).claim();
  expect(second).not.toBe(first);
  expect(copy.getItem('parley.device')).toBe(second);
});

test('what is kept is no id, or nothing can be kept: a device all the same', async () => {
  const spoilt = createMemoryStorage();
  spoilt.setItem('parley.device', 'nonsense');
  expect(await tab(spoilt).claim()).toMatch(/^c{8}-/);
  const refusing = {
    ...createMemoryStorage(),
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(await tab(refusing).claim()).toMatch(/^c{8}-/);
});

test('WIRE-7: who was superseded is another device, over a reload too', async () => {
  const first = await createSignedInClient();
  const before = first.server.deviceId;
  first.server.drop(CLOSE.superseded);
  first.client.close();
  const again = createTestClient({}, undefined, first.server, first.ports.tabStorage);
  await again.client.account.signIn({ handle: 'ann', password: 'correct horse' });
  await again.client.online();
  expect(again.server.deviceId).not.toBe(before);
});
