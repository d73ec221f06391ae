import type { AccountId, Platform, Rollout, RolloutRule } from '@parley/protocol';
import { BUCKETS, bucketOf } from './bucket-of.ts';

/** Who has calls, as plain data: the rule of each platform, and the accounts that no rule is asked about. */
export interface RolloutRules extends Pick<Rollout, RolloutPlatform> {
  alwaysIn: ReadonlySet<AccountId>;
  /** Wins over `alwaysIn`. */
  alwaysOut: ReadonlySet<AccountId>;
}

/** A platform with a rule of its own. */
export type RolloutPlatform = 'ios' | 'android' | 'web';

/** ROLL-1: a program that is none of the three is treated like the web. */
export function ruledAs(platform: Platform): RolloutPlatform {
  return platform === 'other' ? 'web' : platform;
}

function admits(rule: RolloutRule, accountId: AccountId): boolean {
  switch (rule.state) {
    case 'off':
      return false;
    case 'percentage':
      // 0.1 + 0.2 of a percent are whole buckets once they are rounded.
      return bucketOf(accountId) < Math.round((rule.percent * BUCKETS) / 100);
    case 'on':
      return true;
  }
}

/**
 * Whether an account has calls on a platform (docs/spec/rollout.md). The only place that judges it; the shell asks
 * through the flag `calls` of OpenFeature.
 */
export function isRolledOut(rules: RolloutRules, accountId: AccountId, platform: Platform): boolean {
  if (rules.alwaysOut.has(accountId)) return false;
  if (rules.alwaysIn.has(accountId)) return true;
  return admits(rules[ruledAs(platform)], accountId);
}
