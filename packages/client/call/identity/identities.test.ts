import { IdentityKey } from '@parley/protocol';
import type { AccountId } from '@parley/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { fakeId } from '../../testing/fake-ports.ts';
import { createIdentities } from './identities.ts';
import { generateKeyPair } from './key.ts';
import { createMemoryIdentityStorage } from './storage.ts';
import type { IdentityStorage } from './storage.ts';

// The test's own ids; the brands say what they name.
const [ANN, BEN] = [1, 2].map((number) => fakeId(number, 'a') as AccountId) as [AccountId, AccountId];
const nowMs = (): number => 0;

afterEach(() => void vi.unstubAllGlobals());

test('CALL-60: one key, however often and by how many tabs it is asked for', async () => {
  const storage = createMemoryIdentityStorage();
  const [tab, other] = [createIdentities(storage, nowMs), createIdentities(storage, nowMs)];
  const keys = await Promise.all([tab.of(ANN), other.of(ANN), tab.of(ANN)]);
  expect(new Set(keys.map((one) => one?.publicKey)).size).toBe(1);
  expect(IdentityKey.safeParse(keys[0]?.publicKey).success).toBe(true);
});

test('CALL-60: two accounts in one browser have nothing in common', async () => {
  const identities = createIdentities(createMemoryIdentityStorage(), nowMs);
  const [ann, ben] = [await identities.of(ANN), await identities.of(BEN)];
  expect(ann?.publicKey).not.toBe(ben?.publicKey);
});

test('CALL-60: the private half cannot be read', async () => {
  const { privateKey } = await generateKeyPair();
  expect(privateKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
});

test('CALL-60: signing out forgets the key; CALL-67: and whom one has talked to', async () => {
  const identities = createIdentities(createMemoryIdentityStorage(), nowMs);
  const before = await identities.of(ANN);
  await identities.pins(ANN).keep(BEN, 'key');
  await identities.forget(ANN);
  expect((await identities.of(ANN))?.publicKey).not.toBe(before?.publicKey);
  expect(await identities.pins(ANN).status(BEN, 'key')).toBe('first');
});

test.each<[string, IdentityStorage['keyPair']]>([
  ['refuses', () => Promise.reject(new Error('no'))],
  ['never answers', () => new Promise<never>(() => undefined)],
])('CALL-60: where the storage %s, the key lasts as long as the program', async (_what, keyPair) => {
  vi.useFakeTimers();
  const storage = createMemoryIdentityStorage();
  const tried = vi.fn(keyPair);
  const identities = createIdentities({ ...storage, keyPair: tried }, nowMs);
  const asked = identities.of(ANN);
  await vi.waitFor(() => expect(tried).toHaveBeenCalledOnce());
  await vi.advanceTimersByTimeAsync(3_000);
  vi.useRealTimers();
  const identity = await asked;
  expect(IdentityKey.safeParse(identity?.publicKey).success).toBe(true);
  expect(await identities.of(ANN)).toBe(identity);
  // Pins go the same way: half of them elsewhere would look like changed keys.
  await identities.pins(ANN).keep(BEN, 'key');
  expect(await identities.pins(ANN).status(BEN, 'key')).toBe('known');
  expect(await createIdentities(storage, nowMs).pins(ANN).status(BEN, 'key')).toBe('first');
});

test('CALL-60: without Web Cryptography there is no key, and nothing breaks', async () => {
  vi.stubGlobal('crypto', { getRandomValues: () => undefined });
  expect(await createIdentities(createMemoryIdentityStorage(), nowMs).of(ANN)).toBeUndefined();
});
