import { Handle, normalizeHandle } from '@parley/protocol';
import type { Rollout, RolloutRule } from '@parley/protocol';

/** The platforms in the order of the page. */
export const ROLLOUT_PLATFORMS = ['ios', 'android', 'web'] as const;
export type RolloutPlatform = (typeof ROLLOUT_PLATFORMS)[number];

/** As many handles as one list holds; the protocol's own limit. */
export const MOST_HANDLES = 500;

/** What is typed, as it is typed: a number that is wrong stays on the page until it is put right. */
export interface RolloutDraft {
  platforms: Record<RolloutPlatform, { state: RolloutRule['state']; percent: string }>;
  alwaysIn: string;
  alwaysOut: string;
}

/** What is wrong with a list of handles. */
export type ListProblem = { kind: 'wrong'; names: string[] } | { kind: 'tooMany' };

export interface DraftProblems {
  percent: RolloutPlatform[];
  alwaysIn?: ListProblem;
  alwaysOut?: ListProblem;
}

function toRow(rule: RolloutRule): RolloutDraft['platforms']['ios'] {
  return { state: rule.state, percent: rule.state === 'percentage' ? String(rule.percent) : '10' };
}

export function toDraft({ ios, android, web, alwaysIn, alwaysOut }: Rollout): RolloutDraft {
  return {
    platforms: { ios: toRow(ios), android: toRow(android), web: toRow(web) },
    alwaysIn: alwaysIn.join(', '),
    alwaysOut: alwaysOut.join(', '),
  };
}

/** People write 0,25 and 0.25, and 10 %. */
function readPercent(typed: string): number | undefined {
  const text = typed.replace(/\s*%?\s*$/, '').trim();
  if (!/^\d{1,3}([.,]\d{1,2})?$/.test(text)) return undefined;
  const percent = Number(text.replace(',', '.'));
  return percent <= 100 ? percent : undefined;
}

function readHandles(typed: string): string[] {
  const names = typed.split(/[\s,;]+/).filter((name) => name !== '');
  return [...new Set(names.map(normalizeHandle))];
}

function checkHandles(handles: readonly string[]): ListProblem | undefined {
  const names = handles.filter((handle) => !Handle.safeParse(handle).success);
  if (names.length > 0) return { kind: 'wrong', names };
  return handles.length > MOST_HANDLES ? { kind: 'tooMany' } : undefined;
}

/** The roll-out that the draft means, or what has to be put right first. */
export function readDraft(draft: RolloutDraft): { rollout: Rollout } | { problems: DraftProblems } {
  const percent: RolloutPlatform[] = [];
  const readRule = (platform: RolloutPlatform): RolloutRule => {
    const { state, percent: typed } = draft.platforms[platform];
    if (state !== 'percentage') return { state };
    const value = readPercent(typed);
    if (value === undefined) percent.push(platform);
    return { state, percent: value ?? 0 };
  };
  const rollout: Rollout = {
    ios: readRule('ios'),
    android: readRule('android'),
    web: readRule('web'),
    alwaysIn: readHandles(draft.alwaysIn),
    alwaysOut: readHandles(draft.alwaysOut),
  };
  const [alwaysIn, alwaysOut] = [checkHandles(rollout.alwaysIn), checkHandles(rollout.alwaysOut)];
  if (percent.length === 0 && alwaysIn === undefined && alwaysOut === undefined) return { rollout };
  return {
    problems: {
      percent,
      ...(alwaysIn === undefined ? {} : { alwaysIn }),
      ...(alwaysOut === undefined ? {} : { alwaysOut }),
    },
  };
}
