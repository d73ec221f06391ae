import { AccountId } from '@parley/protocol';
import type { Clock } from '../ports.ts';
import { createIceServers } from './credentials.ts';
import type { Relay } from './credentials.ts';
import { probeRelay } from './probe.ts';
import type { ProbeOutcome } from './probe.ts';

/** Credentials are nobody's: nothing of the account is in them. */
const NOBODY = AccountId.parse('00000000-0000-4000-8000-000000000000');

/** Asks each address of the relay for a place, as a device would (ADM-12). */
export async function askRelays(
  relay: Relay | undefined,
  clock: Clock,
  limitMs: number,
): Promise<[url: string, answer: ProbeOutcome][]> {
  const servers = createIceServers(relay, clock)(NOBODY);
  const asked = servers.flatMap(({ urls, username, credential }) =>
    username === undefined || credential === undefined
      ? []
      : urls.map(async (url): Promise<[string, ProbeOutcome]> => [
          url,
          await probeRelay(url, { username, credential }, limitMs),
        ]),
  );
  return await Promise.all(asked);
}
