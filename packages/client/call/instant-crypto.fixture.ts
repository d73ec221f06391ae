import { vi } from 'vitest';

/** A key that is as good as its bytes: these doubles are about order and time, not about secrets. */
interface FakeKey {
  raw: Uint8Array<ArrayBuffer>;
}

let made = 0;

/** So many bytes that depend on all of the input (FNV-1a, over and over). */
function mix(length: number, ...parts: readonly Uint8Array[]): ArrayBuffer {
  let hash = 0x811c9dc5;
  const feed = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  };
  for (const part of parts) for (const byte of part) feed(byte);
  return Uint8Array.from({ length }, (_, at) => {
    feed(at);
    return hash >>> 24;
  }).buffer;
}

function createKey(): FakeKey {
  made += 1;
  return { raw: new Uint8Array(mix(65, Uint8Array.of(made % 256, made >> 8))) };
}

function isEqual(one: ArrayBuffer, other: Uint8Array): boolean {
  return new Uint8Array(one).every((byte, at) => byte === other[at]);
}

const DOUBLES = {
  generateKey: (): unknown => {
    const key = createKey();
    return { privateKey: key, publicKey: key };
  },
  exportKey: (_format: unknown, { raw }: FakeKey): unknown => raw.slice().buffer,
  importKey: (_format: unknown, raw: Uint8Array<ArrayBuffer>): unknown => ({ raw }),
  sign: (_kind: unknown, { raw }: FakeKey, data: Uint8Array): unknown => mix(64, raw, data),
  verify: (_kind: unknown, { raw }: FakeKey, signature: Uint8Array, data: Uint8Array): unknown =>
    isEqual(mix(64, raw, data), signature),
  digest: (_kind: unknown, data: Uint8Array): unknown => mix(32, data),
};

/**
 * Lets WebCrypto answer within the turn: the real one answers from threads of its own, for which a test with fake timers
 * cannot wait. Whoever signed can still be told, and nothing else. Undone by `vi.restoreAllMocks`.
 */
export function answerCryptoAtOnce(): void {
  for (const [name, double] of Object.entries(DOUBLES)) {
    // WebCrypto has many overloads, of which this package uses one each.
    vi.spyOn(crypto.subtle, name as 'digest').mockImplementation(async (...given: unknown[]) => {
      await Promise.resolve();
      return (double as (...all: unknown[]) => ArrayBuffer)(...given);
    });
  }
}
