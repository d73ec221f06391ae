import type { AccountId } from '@parley/protocol';
import { expect, test } from 'vitest';
import { fakeId } from '../../testing/fake-ports.ts';
import { Pins } from './pins.ts';
import { createMemoryIdentityStorage } from './storage.ts';

// The test's own ids; the brands say what they name.
const [ANN, BEN, CIA] = [1, 2, 3].map((number) => fakeId(number, 'a') as AccountId) as [
  AccountId,
  AccountId,
  AccountId,
];

function create(storage = createMemoryIdentityStorage()) {
  return { storage, pins: new Pins(storage, ANN, () => 1_000) };
}

test('CALL-67: first, then known; another key of the same person is changed, and known once kept', async () => {
  const { pins } = create();
  expect(await pins.status(BEN, 'phone')).toBe('first');
  await pins.keep(BEN, 'phone');
  expect(await pins.status(BEN, 'phone')).toBe('known');
  expect(await pins.status(BEN, 'laptop')).toBe('changed');
  await pins.keep(BEN, 'laptop');
  expect(await pins.status(BEN, 'laptop')).toBe('known');
  expect(await pins.status(BEN, 'phone')).toBe('known');
  expect(await pins.status(CIA, 'phone')).toBe('first');
});

test('CALL-67: looking at a key remembers nothing', async () => {
  const { pins } = create();
  await pins.look(BEN, 'phone');
  expect(await pins.look(BEN, 'phone')).toEqual({ peerKey: 'first', verified: false });
});

test('CALL-67: what one account knows is unknown to another in the same browser', async () => {
  const { pins, storage } = create();
  await pins.keep(BEN, 'phone');
  expect(await new Pins(storage, CIA, () => 0).status(BEN, 'phone')).toBe('first');
});

test('CALL-68: verified is the key, not the person, and stays when it is kept again', async () => {
  const { pins } = create();
  await pins.verify(BEN, 'phone');
  await pins.keep(BEN, 'phone');
  expect(await pins.look(BEN, 'phone')).toEqual({ peerKey: 'known', verified: true });
  expect(await pins.look(BEN, 'laptop')).toEqual({ peerKey: 'changed', verified: false });
  await pins.keep(BEN, 'laptop');
  expect(await pins.isVerified(BEN, 'laptop')).toBe(false);
});

test('CALL-68: a key whose emoji differed is a stranger again', async () => {
  const { pins } = create();
  await pins.keep(BEN, 'phone');
  await pins.verify(BEN, 'laptop');
  await pins.forget(BEN, 'laptop');
  expect(await pins.look(BEN, 'laptop')).toEqual({ peerKey: 'changed', verified: false });
  expect(await pins.status(BEN, 'phone')).toBe('known');
});

test('CALL-67: of very many keys of one person the verified ones are remembered longest', async () => {
  const { pins } = create();
  await pins.verify(BEN, 'compared');
  for (let number = 0; number < 100; number += 1) await pins.keep(BEN, `key ${number}`);
  expect(await pins.look(BEN, 'compared')).toEqual({ peerKey: 'known', verified: true });
  expect(await pins.status(BEN, 'key 99')).toBe('known');
  expect(await pins.status(BEN, 'key 0')).toBe('changed');
});
