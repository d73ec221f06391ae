import { expect, test } from 'vitest';
import { coalesce } from './coalesce.ts';

function gate() {
  const waiting: (() => void)[] = [];
  let runs = 0;
  const run = coalesce(async (_key: string) => {
    runs += 1;
    await new Promise<void>((resolve) => waiting.push(resolve));
  });
  return { run, runs: () => runs, finishOne: () => waiting.shift()?.() };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('calls during a run lead to one more run, which began after them', async () => {
  const { run, runs, finishOne } = gate();
  const first = run('a');
  const others = [run('a'), run('a'), run('a')];
  expect(runs()).toBe(1);
  finishOne();
  await first;
  await turn();
  expect(runs()).toBe(2);
  finishOne();
  await Promise.all(others);
  expect(runs()).toBe(2);
  void run('a');
  expect(runs()).toBe(3);
});

test('calls during the second run lead to a third', async () => {
  const { run, runs, finishOne } = gate();
  void run('a');
  void run('a');
  finishOne();
  await turn();
  const third = run('a');
  finishOne();
  await turn();
  expect(runs()).toBe(3);
  finishOne();
  await third;
});

test('keys do not wait for each other', () => {
  const { run, runs } = gate();
  void run('a');
  void run('b');
  expect(runs()).toBe(2);
});
