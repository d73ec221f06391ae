import { randomUUID } from 'node:crypto';
import { AccountId } from '@parley/protocol';
import type { RolloutRule } from '@parley/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RolloutSnapshot } from '../ports.ts';
import { watchRollout } from './watch-rollout.ts';
import type { WatchedRollout } from './watch-rollout.ts';

const ALICE = AccountId.parse(randomUUID());

function snapshot(version: number, state: 'on' | 'off'): RolloutSnapshot {
  const rule: RolloutRule = { state };
  return {
    version,
    rules: { ios: rule, android: rule, web: rule, alwaysIn: new Set(), alwaysOut: new Set() },
  };
}

let stored: RolloutSnapshot;
let rollout: WatchedRollout;
let warnings: string[];
const load = vi.fn(async () => stored);
const loadVersion = vi.fn(async () => stored.version);
const onChange = vi.fn();

beforeEach(async () => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  warnings = [];
  stored = snapshot(1, 'off');
  const log = { warn: (_: object, message: string) => void warnings.push(message) };
  rollout = await watchRollout({ load, loadVersion, log, mostRemembered: 10 });
  rollout.onChange(onChange);
});

afterEach(async () => {
  await rollout.close();
  vi.useRealTimers();
});

const countPlatforms = async (accountId = ALICE): Promise<number> =>
  (await rollout.platformsOf(accountId)).size;

test('ROLL-9: a change that nobody told of is known within a second, and told once', async () => {
  expect(await countPlatforms()).toBe(0);
  stored = snapshot(2, 'on');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await countPlatforms()).toBe(4);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onChange).toHaveBeenCalledTimes(1);
});

test('ROLL-9: looking costs one number a second, the roll-out itself is loaded when it has moved', async () => {
  await vi.advanceTimersByTimeAsync(10_000);
  expect(loadVersion).toHaveBeenCalledTimes(10);
  expect(load).toHaveBeenCalledTimes(1);
});

test('ROLL-9: a statement that has seen a newer version is judged on that version', async () => {
  expect(await countPlatforms()).toBe(0);
  const here = vi.fn(async () => snapshot(2, 'on'));
  await rollout.catchUp(2, here);
  expect(await countPlatforms()).toBe(4);
  // Known by now: no statement is spent on it again, and what is older is not believed.
  await rollout.catchUp(2, here);
  await rollout.catchUp(3, async () => snapshot(1, 'off'));
  expect(here).toHaveBeenCalledTimes(1);
  expect(await countPlatforms()).toBe(4);
  expect(onChange).toHaveBeenCalledTimes(1);
});

test('ROLL-9: an answer that was begun before a change is not remembered after it', async () => {
  const begun = rollout.platformsOf(ALICE);
  await rollout.catchUp(2, async () => snapshot(2, 'on'));
  await begun;
  expect(await countPlatforms()).toBe(4);
});

test('ROLL-9: an account is judged once for each roll-out, however often it calls', async () => {
  const first = rollout.platformsOf(ALICE);
  expect(rollout.platformsOf(ALICE)).toBe(first);
  await rollout.catchUp(2, async () => snapshot(2, 'off'));
  expect(rollout.platformsOf(ALICE)).not.toBe(first);
});

test('ROLL-9: what is remembered is bounded', async () => {
  const first = rollout.platformsOf(ALICE);
  const others = Array.from({ length: 10 }, () => rollout.platformsOf(AccountId.parse(randomUUID())));
  await Promise.all(others);
  expect(rollout.platformsOf(ALICE)).not.toBe(first);
});

test('ROLL-9: while the database does not answer, what is known goes on, and it is said once', async () => {
  stored = snapshot(2, 'on');
  loadVersion.mockRejectedValueOnce(new Error('gone')).mockRejectedValueOnce(new Error('gone'));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await countPlatforms()).toBe(0);
  expect(warnings).toEqual(['could not look at the roll-out; the one that is known goes on']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await countPlatforms()).toBe(4);
});
