import type { PlanState } from '@parley/protocol';
import { planText } from '../../text/plan.ts';
import { dateText } from '../../text/time.ts';

/** What one has, in a sentence. */
export function planStateText({ premium, untilMs, renews }: PlanState, nowMs: number): string {
  if (untilMs === null) return planText.none;
  if (!premium) return planText.over(dateText(untilMs));
  if (!renews) return planText.endsBySelf(dateText(untilMs));
  return untilMs > nowMs ? planText.renews(dateText(untilMs)) : planText.renewing;
}
