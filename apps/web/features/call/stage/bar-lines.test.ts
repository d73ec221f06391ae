import type { CallHint } from '@parley/client';
import { expect, test } from 'vitest';
import { barLines } from './bar-lines.ts';

const view = (hints: readonly CallHint[], route?: 'direct' | 'relay' | 'exposed') => ({
  phase: 'connected' as const,
  peer: { displayName: 'Ben' },
  hints,
  ...(route && { route }),
});

test('CALL-81: the order of the hints is kept, and the route stands behind what is urgent', () => {
  const hints: CallHint[] = [{ kind: 'nothingReceived', sinceMs: 3_000 }, { kind: 'microphoneSilent' }];
  expect(barLines(view(hints, 'exposed')).map(({ key, tone }) => [key, tone])).toEqual([
    ['nothingReceived', 'trouble'],
    ['microphoneSilent', 'trouble'],
    ['route', 'shown'],
  ]);
});

test('PRIV-4: that the call is relayed is said once', () => {
  const text = 'Relayed: your address is hidden';
  expect(barLines(view([{ kind: 'relayed' }], 'relay')).map((line) => line.text)).toEqual([text]);
  expect(barLines(view([], 'relay')).map((line) => line.text)).toEqual([text]);
});

test('a direct call without trouble has nothing to say, and an ended one neither', () => {
  expect(barLines(view([], 'direct'))).toEqual([]);
  expect(barLines({ ...view([{ kind: 'videoPaused' }], 'relay'), phase: 'ended' })).toEqual([]);
});
