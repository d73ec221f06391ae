import { Platform } from '@parley/protocol';
import type { Policy, RolloutPort } from '../ports.ts';

/** What a store without a server around it is told: Premium is the subject of few tests. */
export const TEST_POLICY: Policy = { placingRequires: 'nobody', verifiedBy: 'admin', preconnect: true };

/** Calls are rolled out to everybody: the roll-out is the subject of few tests. */
export const CALLS_FOR_ALL: RolloutPort = {
  platformsOf: async () => new Set(Platform.options),
  catchUp: async () => undefined,
};
