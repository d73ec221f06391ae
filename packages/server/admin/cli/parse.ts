import { parseArgs } from 'node:util';
import { Handle, normalizeHandle, ReportId, ReportResolution, RolloutRule } from '@parley/protocol';
import type { Rollout } from '@parley/protocol';

/** What of the roll-out is to change; the rest stays. */
type RolloutWish = Partial<Rollout>;

/** What the command line was told to do. */
export type AdminCommand =
  | { verb: 'people find'; text: string; after: string }
  | { verb: 'verify' | 'unverify' | 'unsuspend' | 'make-admin' | 'reset-second-factor'; handle: string }
  | { verb: 'suspend'; handle: string; reason: string }
  | { verb: 'grant-premium'; handle: string; months: number }
  | { verb: 'rollout show' }
  | { verb: 'rollout set'; wish: RolloutWish }
  | { verb: 'reports list'; state: 'open' | 'resolved' }
  | { verb: 'reports resolve'; reportId: ReportId; resolution: ReportResolution; note: string }
  | { verb: 'audit'; before: number | undefined }
  | { verb: 'health' };

export type Parsed =
  | { outcome: 'command'; command: AdminCommand; json: boolean }
  | { outcome: 'help' }
  /** What is wrong, in a sentence. */
  | { outcome: 'wrong'; why: string };

/** Thrown and caught in this file alone. */
class Wrong extends Error {}

const OPTIONS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  after: { type: 'string' },
  before: { type: 'string' },
  resolved: { type: 'boolean' },
  'always-in': { type: 'string' },
  'always-out': { type: 'string' },
} as const;

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

const MOST_MONTHS = 120;
const LONGEST_TEXT = 500;
const LONGEST_NOTE = 1_000;

function toHandle(typed: string | undefined): string {
  const handle = normalizeHandle(typed ?? '');
  if (handle === '') throw new Wrong('Whose? Name a handle.');
  if (!Handle.safeParse(handle).success) throw new Wrong(`"${typed}" is no handle.`);
  return handle;
}

function toText(words: readonly string[], what: string, longest: number): string {
  const text = words.join(' ').trim();
  if (text.length > longest) throw new Wrong(`${what} may have ${longest} characters.`);
  if (text.includes('\0')) throw new Wrong(`${what} has a character in it that cannot be stored.`);
  return text;
}

function toNumber(typed: string | undefined, least: number, most: number, what: string): number {
  const number = /^\d{1,15}$/.test(typed ?? '') ? Number(typed) : NaN;
  if (!(number >= least && number <= most)) throw new Wrong(`${what}: a number from ${least} to ${most}.`);
  return number;
}

function toRule(typed: string): RolloutRule {
  const percent = /^(\d{1,3}(?:\.\d{1,2})?)%?$/.exec(typed)?.[1];
  const wish = percent === undefined ? { state: typed } : { state: 'percentage', percent: Number(percent) };
  const rule = RolloutRule.safeParse(wish);
  if (!rule.success) throw new Wrong(`How far is "${typed}"? Say off, on, or a percentage like 10%.`);
  return rule.data;
}

function toHandles(list: string): string[] {
  return list
    .split(',')
    .map((typed) => typed.trim())
    .filter((typed) => typed !== '')
    .map(toHandle);
}

function toRolloutWish(words: readonly string[], options: Options): RolloutWish {
  const wish: RolloutWish = {};
  for (const word of words) {
    const [platform = '', rule = ''] = word.split('=', 2);
    if (platform !== 'ios' && platform !== 'android' && platform !== 'web')
      throw new Wrong(`"${word}" is none of ios=…, android=… and web=….`);
    wish[platform] = toRule(rule);
  }
  const { 'always-in': alwaysIn, 'always-out': alwaysOut } = options;
  if (alwaysIn !== undefined) wish.alwaysIn = toHandles(alwaysIn);
  if (alwaysOut !== undefined) wish.alwaysOut = toHandles(alwaysOut);
  if (Object.keys(wish).length === 0) throw new Wrong('What is to change? For example: ios=10%');
  return wish;
}

function toResolve([id, how, ...note]: readonly string[]): AdminCommand {
  const reportId = ReportId.safeParse(id);
  if (!reportId.success) throw new Wrong('Which report? Name its id, as "reports list" shows it.');
  const resolution = ReportResolution.safeParse(how);
  if (!resolution.success) throw new Wrong('How? dismissed, warned or suspended.');
  return {
    verb: 'reports resolve',
    reportId: reportId.data,
    resolution: resolution.data,
    note: toText(note, 'A note', LONGEST_NOTE),
  };
}

/** The command behind each verb; what is left of the words is given to it. */
const VERBS: Readonly<Record<string, (words: readonly string[], options: Options) => AdminCommand>> = {
  'people find': (words, { after }) => ({
    verb: 'people find',
    text: toText(words, 'A name', 50),
    after: after === undefined ? '' : toHandle(after),
  }),
  verify: ([handle]) => ({ verb: 'verify', handle: toHandle(handle) }),
  unverify: ([handle]) => ({ verb: 'unverify', handle: toHandle(handle) }),
  unsuspend: ([handle]) => ({ verb: 'unsuspend', handle: toHandle(handle) }),
  'make-admin': ([handle]) => ({ verb: 'make-admin', handle: toHandle(handle) }),
  'reset-second-factor': ([handle]) => ({ verb: 'reset-second-factor', handle: toHandle(handle) }),
  suspend([handle, ...reason]) {
    const why = toText(reason, 'A reason', LONGEST_TEXT);
    if (why === '') throw new Wrong('Why? Whoever asks later wants to know the reason.');
    return { verb: 'suspend', handle: toHandle(handle), reason: why };
  },
  'grant-premium': ([handle, months]) => ({
    verb: 'grant-premium',
    handle: toHandle(handle),
    months: toNumber(months, 1, MOST_MONTHS, 'How many months'),
  }),
  'rollout show': () => ({ verb: 'rollout show' }),
  'rollout set': (words, options) => ({ verb: 'rollout set', wish: toRolloutWish(words, options) }),
  'reports list': (_, { resolved }) => ({
    verb: 'reports list',
    state: resolved === true ? 'resolved' : 'open',
  }),
  'reports resolve': (words) => toResolve(words),
  audit: (_, { before }) => ({
    verb: 'audit',
    before:
      before === undefined ? undefined : toNumber(before, 1, Number.MAX_SAFE_INTEGER, 'Before which entry'),
  }),
  health: () => ({ verb: 'health' }),
};

/** Verbs of two words first: `people` alone is none. */
function findVerb(words: readonly string[]): { verb: string; rest: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const verb = words.slice(0, length).join(' ');
    if (words.length >= length && Object.hasOwn(VERBS, verb)) return { verb, rest: words.slice(length) };
  }
  return undefined;
}

/** Reads a command line: what comes after `parley`. */
export function parseCommand(words: readonly string[]): Parsed {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
    if (values.help || positionals.length === 0) return { outcome: 'help' };
    const [area, ...rest] = positionals;
    const found = area === 'admin' ? findVerb(rest) : undefined;
    const command = found && VERBS[found.verb]?.(found.rest, values);
    if (command === undefined) throw new Wrong(`There is no command "${positionals.join(' ')}".`);
    return { outcome: 'command', command, json: values.json };
  } catch (error) {
    // parseArgs says which option it does not know, in a sentence.
    if (error instanceof Error) return { outcome: 'wrong', why: error.message };
    throw error;
  }
}
