import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommand } from './parse.ts';

const says = (words: string): unknown => expect.stringContaining(words);

const REPORT = '00000000-0000-4000-8000-00000000000a';

function commandOf(line: string): unknown {
  const parsed = parseCommand(['admin', ...line.split(' ')]);
  return parsed.outcome === 'command' ? parsed.command : parsed;
}

test.each([
  ['people find', { verb: 'people find', text: '', after: '' }],
  ['people find Ann Lee --after @Bob', { verb: 'people find', text: 'Ann Lee', after: 'bob' }],
  ['verify @Anna', { verb: 'verify', handle: 'anna' }],
  ['suspend anna Spam, again', { verb: 'suspend', handle: 'anna', reason: 'Spam, again' }],
  ['grant-premium anna 3', { verb: 'grant-premium', handle: 'anna', months: 3 }],
  [
    'rollout set ios=10% web=off',
    {
      verb: 'rollout set',
      wish: { ios: { state: 'percentage', percent: 10 }, web: { state: 'off' } },
    },
  ],
  [
    'rollout set --always-in anna,@Bert --always-out ',
    {
      verb: 'rollout set',
      wish: { alwaysIn: ['anna', 'bert'], alwaysOut: [] },
    },
  ],
  ['reports list --resolved', { verb: 'reports list', state: 'resolved' }],
  [
    `reports resolve ${REPORT} warned first time`,
    {
      ...{ verb: 'reports resolve', reportId: REPORT, resolution: 'warned', note: 'first time' },
    },
  ],
  ['audit --before 12', { verb: 'audit', before: 12 }],
  ['health', { verb: 'health' }],
])('ADM-13: %s', (line, command) => {
  expect(commandOf(line)).toEqual(command);
});

test.each([
  ['people', 'There is no command "admin people".'],
  ['toString', 'There is no command "admin toString".'],
  ['verify', 'Whose? Name a handle.'],
  ['verify a-b', '"a-b" is no handle.'],
  ['suspend anna', 'Why? Whoever asks later wants to know the reason.'],
  ['grant-premium anna', 'How many months: a number from 1 to 120.'],
  ['grant-premium anna 1.5', 'How many months: a number from 1 to 120.'],
  ['grant-premium anna 121', 'How many months: a number from 1 to 120.'],
  ['rollout set', 'What is to change? For example: ios=10%'],
  ['rollout set ios=often', 'How far is "often"? Say off, on, or a percentage like 10%.'],
  ['rollout set ios=101', 'How far is "101"? Say off, on, or a percentage like 10%.'],
  ['rollout set mac=on', '"mac=on" is none of ios=…, android=… and web=….'],
  ['reports resolve 7 warned', 'Which report? Name its id, as "reports list" shows it.'],
  [`reports resolve ${REPORT}`, 'How? dismissed, warned or suspended.'],
  ['audit --before never', 'Before which entry: a number from 1 to 9007199254740991.'],
])('ADM-13: %s is told what is missing', (line, why) => {
  expect(commandOf(line)).toEqual({ outcome: 'wrong', why });
});

test('ADM-13: an option that there is not is named; help is shown when asked for', () => {
  expect(parseCommand(['admin', 'audit', '--force'])).toMatchObject({
    outcome: 'wrong',
    why: says("'--force'"),
  });
  for (const words of [[], ['--help'], ['admin', 'verify', '--help']])
    expect(parseCommand(words)).toEqual({ outcome: 'help' });
});

test('any words at all are a command, help, or told what is wrong with them', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('rollout', 'set', 'people', 'find', 'suspend', '--json', 'ios=1'),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (words) => {
      const parsed = parseCommand(['admin', ...words]);
      if (parsed.outcome === 'wrong') expect(parsed.why).not.toBe('');
    }),
  );
});
