import { NewReport } from '@parley/protocol';
import { expect, test } from 'vitest';
import { noteOver } from './note-length.ts';

test.each([
  ['nothing', '', true],
  ['the longest', 'x'.repeat(1_000), true],
  ['one more', 'x'.repeat(1_001), false],
  ['the longest among spaces', `  ${'x'.repeat(1_000)}\n`, true],
  ['pairs of code units, as the server counts them at least', '👋'.repeat(500), true],
])('REP-2: what the dialog lets through, the server takes: %s', (_, note, fits) => {
  expect(noteOver(note) <= 0).toBe(fits);
  const report = { subject: { kind: 'person', handle: 'anna' }, reason: 'other', note: note.trim() };
  expect(NewReport.safeParse(report).success).toBe(fits);
});
