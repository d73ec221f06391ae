import { expect, test } from 'vitest';
import { auditLine, uptimeText } from './admin.ts';

test('ADM-8: a line of the audit log says who did what to whom, and names the command line', () => {
  const entry = { actor: 'alice', action: 'account.suspended', subject: 'bob' };
  expect(auditLine(entry)).toBe('@alice suspended @bob');
  expect(auditLine({ ...entry, actor: null })).toBe('Command line suspended @bob');
  expect(auditLine({ ...entry, action: 'rollout.changed', subject: 'roll-out' })).toBe(
    '@alice changed the roll-out',
  );
  expect(auditLine({ ...entry, action: 'something.new' })).toBe('@alice something.new @bob');
});

test('how long a node runs', () => {
  expect([0, 59_000, 60_000, 119_999, 3_600_000, 86_400_000, 200_000_000].map(uptimeText)).toEqual([
    ...['1 minute', '1 minute', '1 minute', '1 minute', '1 hour', '1 day', '2 days'],
  ]);
});
