// `npm run parley doctor`: looks at everything that calls stand on, and says what to mend (docs/spec/doctor.md).

import { AccountId } from '@parley/protocol';
import { originsOf } from '../config.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports.ts';
import { canRelay, createIceServers } from '../turn/credentials.ts';
import { findRunningRelay } from '../turn/running-relay.ts';
import { findChromium } from './chromium.ts';
import type { Finding } from './finding.ts';
import { checkForbiddenPeers } from './forbidden-peers.ts';
import { checkReach } from './reach.ts';
import { checkRelay } from './relay.ts';
import { checkCalls } from './self-calls.ts';
import { checkSettings } from './settings.ts';

/** Long enough for all checks, in seconds. */
const CREDENTIAL_TTL_S = 10 * 60;
/** Credentials are nobody's: nothing of the account is in them. */
const NOBODY = AccountId.parse('00000000-0000-4000-8000-000000000000');

interface Surroundings {
  clock: Clock;
  env: Record<string, string | undefined>;
  /** Told as they come. */
  onFinding: (finding: Finding) => void;
}

/** Runs every check, one after the other: each has the machine to itself. */
export async function runDoctor(config: Config, { clock, env, onFinding }: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  const tell = (...found: Finding[]): void => {
    findings.push(...found);
    found.forEach(onFinding);
  };
  const relay = config.turn ?? findRunningRelay(config.dataDir);
  tell(...checkSettings(config, relay));
  tell(...(await checkReach(originsOf(config, config.port)[0])));
  const servers = createIceServers(relay, clock)(NOBODY, CREDENTIAL_TTL_S);
  const [server] = servers.filter(({ credential }) => credential !== undefined);
  if (server?.username !== undefined && server.credential !== undefined) {
    const given = { username: server.username, credential: server.credential };
    for (const url of server.urls) tell(await checkRelay(url, given));
    const [first] = server.urls;
    if (first !== undefined)
      tell(...(await checkForbiddenPeers(first, given, { loopbackOnly: config.local })));
  }
  tell(...(await checkCalls(findChromium(env), canRelay(relay) ? servers : [])));
  return findings;
}
