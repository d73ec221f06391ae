import { expect, test } from 'vitest';
import { AppError } from '../error.ts';
import { createRateLimits } from './rate-limits.ts';

async function refusalOf(attempt: Promise<void>): Promise<AppError | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function repeat(times: number, attempt: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < times; index += 1) await attempt(index);
}

test('ACC-4: ten failures of a handle from one address, then wait at most a quarter of an hour', async () => {
  const limits = createRateLimits({ loose: false });
  await repeat(10, () => limits.signIn('alice', '192.0.2.1'));
  const refusal = await refusalOf(limits.signIn('alice', '192.0.2.1'));
  expect(refusal?.code).toBe('rate_limited');
  expect(refusal?.retryAfterMs).toBeGreaterThan(0);
  expect(refusal?.retryAfterMs).toBeLessThanOrEqual(15 * 60_000);
  // Others are not locked out with them.
  expect(await refusalOf(limits.signIn('bob', '192.0.2.1'))).toBeUndefined();
  expect(await refusalOf(limits.signIn('alice', '192.0.2.2'))).toBeUndefined();
});

test('ACC-4: a sign-in that succeeds does not count as a failure', async () => {
  const limits = createRateLimits({ loose: false });
  await repeat(30, async () => {
    await limits.signIn('alice', '192.0.2.1');
    await limits.signedIn('alice', '192.0.2.1');
  });
  expect(await refusalOf(limits.signIn('alice', '192.0.2.1'))).toBeUndefined();
});

test('ACC-4: many addresses that guess at one handle together meet its limit', async () => {
  const limits = createRateLimits({ loose: false });
  await repeat(100, (index) => limits.signIn('alice', `192.0.2.${index}`));
  expect((await refusalOf(limits.signIn('alice', '198.51.100.1')))?.code).toBe('rate_limited');
});

test('ACC-4: one address that tries many handles meets its limit', async () => {
  const limits = createRateLimits({ loose: false });
  await repeat(100, (index) => limits.signIn(`person${index}`, '192.0.2.1'));
  expect((await refusalOf(limits.signIn('fresh', '192.0.2.1')))?.code).toBe('rate_limited');
});

test('ACC-4: ten accounts an hour from one address', async () => {
  const limits = createRateLimits({ loose: false });
  await repeat(10, () => limits.signUp('192.0.2.1'));
  expect((await refusalOf(limits.signUp('192.0.2.1')))?.code).toBe('rate_limited');
  expect(await refusalOf(limits.signUp('192.0.2.2'))).toBeUndefined();
});

test('on one’s own machine the limits are out of the way', async () => {
  const limits = createRateLimits({ loose: true });
  await repeat(500, () => limits.signUp('127.0.0.1'));
  expect(await refusalOf(limits.signUp('127.0.0.1'))).toBeUndefined();
});
