import { expect, test } from 'vitest';
import { parseStat, pickTree, readProcesses, readResidentBytes } from './processes.ts';

test('a stat line is read past a name with blanks and brackets', () => {
  const line = '42 (a (b) c) S 7 42 42 0 -1 4194560 100 200 0 0 11 22 33 44 20 0 1 0 123 456 789';
  expect(parseStat(line)).toEqual({ pid: 42, parentPid: 7, cpuMs: (11 + 22 + 33 + 44) * 10 });
});

test('a tree has all generations and not the excepted branch', () => {
  const stat = (pid: number, parentPid: number) => ({ pid, parentPid, cpuMs: 0 });
  const pidsOf = (tree: readonly { pid: number }[]) => new Set(tree.map(({ pid }) => pid));
  const all = [stat(1, 0), stat(10, 1), stat(11, 10), stat(12, 10), stat(13, 12), stat(20, 1)];
  expect(pidsOf(pickTree(all, 10))).toEqual(new Set([10, 11, 12, 13]));
  expect(pidsOf(pickTree(all, 10, 12))).toEqual(new Set([10, 11]));
  expect(pickTree(all, 99)).toEqual([]);
});

test('the work of this process shows in its CPU time', () => {
  const read = () => pickTree(readProcesses(), process.pid)[0]?.cpuMs ?? 0;
  const before = read();
  const endAtMs = performance.now() + 120;
  while (performance.now() < endAtMs) JSON.stringify({ before });
  expect(read()).toBeGreaterThan(before);
  expect(readResidentBytes(process.pid)).toBeGreaterThan(10 * 2 ** 20);
});
