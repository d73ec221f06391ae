import type { Rollout, RolloutRule } from '@parley/protocol';
import type { RolloutPlatform } from './is-rolled-out.ts';

const NAMES: readonly (readonly [RolloutPlatform, string])[] = [
  ['ios', 'iOS'],
  ['android', 'Android'],
  ['web', 'Web'],
];

function describeRule(rule: RolloutRule): string {
  return rule.state === 'percentage' ? `${rule.percent} %` : rule.state;
}

function describeList(name: string, before: readonly string[], after: readonly string[]): string[] {
  const joined = after.filter((handle) => !before.includes(handle)).map((handle) => `+@${handle}`);
  const left = before.filter((handle) => !after.includes(handle)).map((handle) => `-@${handle}`);
  const changes = [...joined, ...left];
  return changes.length === 0 ? [] : [`${name}: ${changes.join(' ')}`];
}

/** What a change of the roll-out has moved, for the audit log: `iOS: off → 10 %; always in: +@alice`. */
export function describeRolloutChange(before: Rollout, after: Rollout): string {
  const rules = NAMES.flatMap(([platform, name]) => {
    const [was, is] = [describeRule(before[platform]), describeRule(after[platform])];
    return was === is ? [] : [`${name}: ${was} → ${is}`];
  });
  const changes = [
    ...rules,
    ...describeList('always in', before.alwaysIn, after.alwaysIn),
    ...describeList('always out', before.alwaysOut, after.alwaysOut),
  ];
  return changes.length === 0 ? 'nothing moved' : changes.join('; ');
}
