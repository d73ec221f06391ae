import type { Handler } from '../endpoint.ts';

/** As long as a check takes on a slow line, in seconds; a call needs credentials of its own (CALL-14). */
const CREDENTIAL_TTL_S = 2 * 60;

/** DOC-2. For whoever has calls: others see no trace of them (ROLL-7). */
export const lendRelay: Handler<'lendRelay'> = async ({ rateLimits, iceServers, rollout }, { viewer }) => {
  const platforms = await rollout.platformsOf(viewer.accountId);
  if (platforms.size === 0) return { iceServers: [] };
  await rateLimits.lendRelay(viewer.accountId);
  return { iceServers: iceServers(viewer.accountId, CREDENTIAL_TTL_S) };
};
