import { expect, test } from 'vitest';
import { adminText, auditLine, uptimeText } from './admin.ts';

test('ADM-8: a line of the audit log says who did what to whom, and names the command line', () => {
  const entry = { actor: 'alice', action: 'account.suspended', subject: 'bob' };
  expect(auditLine(entry)).toBe('@alice suspended @bob');
  expect(auditLine({ ...entry, actor: null })).toBe('Command line suspended @bob');
  expect(auditLine({ ...entry, action: 'rollout.changed', subject: 'roll-out' })).toBe(
    '@alice changed the roll-out',
  );
  const factor = { actor: 'alice', action: 'factor.added', subject: 'alice' };
  expect(auditLine(factor)).toBe('@alice added a second factor');
  expect(auditLine({ ...factor, actor: null })).toBe('Command line added a second factor for @alice');
  expect(auditLine({ ...entry, action: 'something.new' })).toBe('@alice something.new @bob');
});

test('REP-2: what an administrator reads of a call says who called and how it ended', () => {
  const call = { kind: 'call', callKind: 'video', calledBy: 'reported', startedAtMs: 0 } as const;
  expect(adminText.evidenceCall({ ...call, outcome: 'declined' }, 'Today, 14:05')).toBe(
    'Video call by the reported person · Today, 14:05 · declined. Calls are never recorded.',
  );
  expect(adminText.evidenceCall({ ...call, calledBy: 'reporter', outcome: null }, 'Today, 14:05')).toMatch(
    /^Video call by the member who reports it .* not over yet when it was reported/,
  );
});

test('how long a node runs', () => {
  expect([0, 59_000, 60_000, 119_999, 3_600_000, 86_400_000, 200_000_000].map(uptimeText)).toEqual([
    ...['1 minute', '1 minute', '1 minute', '1 minute', '1 hour', '1 day', '2 days'],
  ]);
});
