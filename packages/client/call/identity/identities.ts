import type { AccountId } from '@parley/protocol';
import { generateKeyPair, toIdentity } from './key.ts';
import type { DeviceIdentity } from './key.ts';
import { Pins } from './pins.ts';
import { createMemoryIdentityStorage } from './storage.ts';
import type { IdentityStorage } from './storage.ts';

/** The keys of this device and of those it talks to, by account: two accounts in one browser have nothing in common. */
export interface Identities {
  /** The same whenever asked. Undefined where the platform cannot sign: a page that came over plain HTTP. */
  of: (accountId: AccountId) => Promise<DeviceIdentity | undefined>;
  pins: (accountId: AccountId) => Pins;
  /** The person signs out: this browser forgets the key and whom they talked to. */
  forget: (accountId: AccountId) => Promise<void>;
}

/** @param storage where it does not work, memory takes its place until the program ends */
export function createIdentities(storage: IdentityStorage, nowMs: () => number): Identities {
  const safe = withFallback(storage, createMemoryIdentityStorage());
  const made = new Map<AccountId, Promise<DeviceIdentity | undefined>>();
  const load = async (accountId: AccountId): Promise<DeviceIdentity | undefined> => {
    // Only a secure context has it, whatever the types say.
    if ((globalThis.crypto as Crypto | undefined)?.subtle === undefined) return undefined;
    return await toIdentity(await safe.keyPair(accountId, await generateKeyPair()));
  };
  return {
    of: (accountId) => {
      const identity = made.get(accountId) ?? load(accountId).catch(() => undefined);
      made.set(accountId, identity);
      return identity;
    },
    pins: (accountId) => new Pins(safe, accountId, nowMs),
    forget: async (accountId) => {
      made.delete(accountId);
      await safe.clear(accountId);
    },
  };
}

/** A browser that keeps nothing (private windows, a full disk) must not keep anybody from calling. */
const PATIENCE_MS = 3_000;

async function inTime<T>(result: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the storage does not answer')), PATIENCE_MS);
  });
  return await Promise.race([result, late]).finally(() => clearTimeout(timer));
}

function withFallback(storage: IdentityStorage, memory: IdentityStorage): IdentityStorage {
  // Once it has failed it stays aside: half of the pins here and half there would look like changed keys.
  let works = true;
  const use = async <T>(act: (with_: IdentityStorage) => Promise<T>): Promise<T> => {
    if (works) {
      try {
        return await inTime(act(storage));
      } catch {
        works = false;
      }
    }
    return await act(memory);
  };
  return {
    keyPair: (accountId, candidate) => use((one) => one.keyPair(accountId, candidate)),
    changePins: (accountId, personId, change) => use((one) => one.changePins(accountId, personId, change)),
    clear: (accountId) => use((one) => one.clear(accountId)),
  };
}
