import { expect, test, vi } from 'vitest';
import { AppError } from '../error.ts';
import { createPasswords } from './passwords.ts';

test('ACC-2: a password is stored as argon2id with the parameters that OWASP advises', async () => {
  const passwords = createPasswords();
  const hash = await passwords.hash('correct horse');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.verify(hash, 'correct horse')).toBe(true);
  expect(await passwords.verify(hash, 'wrong horse')).toBe(false);
});

test('ACC-3: unknown handle hashes too, with the same parameters', async () => {
  const verify = vi.fn(async () => true);
  const hash = vi.fn(async () => 'decoy');
  const passwords = createPasswords({ hash, verify });
  expect(await passwords.verify(undefined, 'guess')).toBe(false);
  expect(await passwords.verify('stored', 'guess')).toBe(true);
  expect(await passwords.verify(undefined, 'guess')).toBe(false);
  expect(verify.mock.calls).toEqual([
    ['decoy', 'guess'],
    ['stored', 'guess'],
    ['decoy', 'guess'],
  ]);
  expect(hash).toHaveBeenCalledExactlyOnceWith(expect.any(String), {
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  });
});

test('ACC-3: the password of the decoy opens nothing', async () => {
  expect(await createPasswords().verify(undefined, 'nobody has this password')).toBe(false);
});

test('ACC-2: two hash at a time, 32 wait, the next is told to come back', async () => {
  let running = 0;
  let most = 0;
  const release: (() => void)[] = [];
  const passwords = createPasswords({
    async hash() {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => release.push(resolve));
      running -= 1;
      return 'hash';
    },
    verify: async () => true,
  });
  const accepted = Array.from({ length: 34 }, () => passwords.hash('x'));
  const refused: unknown = await passwords.hash('x').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: 'rate_limited', retryAfterMs: 2_000 });
  for (let done = 0; done < 34; done += 1) {
    await vi.waitFor(() => expect(release.length).toBeGreaterThan(0));
    release.shift()?.();
  }
  expect(await Promise.all(accepted)).toHaveLength(34);
  expect(most).toBe(2);
});

test('ACC-2: one that fails leaves its place to the next', async () => {
  const passwords = createPasswords({
    hash: vi.fn(async () => 'hash').mockRejectedValueOnce(new Error('out of memory')),
    verify: async () => true,
  });
  await expect(passwords.hash('x')).rejects.toThrow('out of memory');
  expect(await Promise.all(Array.from({ length: 10 }, () => passwords.hash('x')))).toHaveLength(10);
});
