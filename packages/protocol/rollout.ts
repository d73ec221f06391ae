import * as z from 'zod/mini';
import { Handle } from './person.ts';

/** How far a platform is: nobody, a share of the accounts, everybody. */
export const RolloutRule = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('off') }),
  z.strictObject({
    state: z.literal('percentage'),
    /** 0 to 100, at most two decimals. */
    percent: z.number().check(z.minimum(0), z.maximum(100), z.multipleOf(0.01)),
  }),
  z.strictObject({ state: z.literal('on') }),
]);
export type RolloutRule = z.infer<typeof RolloutRule>;

const handles = z.array(Handle).check(z.maxLength(500));

/** Who has calls: by platform, and accounts that always or never have them. Other platforms follow `web`. */
export const Rollout = z.strictObject({
  ios: RolloutRule,
  android: RolloutRule,
  web: RolloutRule,
  alwaysIn: handles,
  /** Wins over `alwaysIn`. */
  alwaysOut: handles,
});
export type Rollout = z.infer<typeof Rollout>;

/** The roll-out as administrators see it. */
export const RolloutStatus = z.object({
  rollout: Rollout,
  /** Grows with each change. */
  version: z.int(),
  changedAtMs: z.int(),
  /** Who changed it last; null: nobody yet, or the command line. */
  changedBy: z.nullable(z.string()),
});
export type RolloutStatus = z.infer<typeof RolloutStatus>;
