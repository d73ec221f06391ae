import { createHmac, randomUUID } from 'node:crypto';
import type { AccountId, IceServer } from '@parley/protocol';
import type { Clock } from '../ports.ts';

/**
 * How long credentials let a device make new allocations, in seconds. Longer than most calls, and coturn keeps what
 * was allocated in time; short enough that a leaked one is soon worth nothing.
 */
export const CREDENTIAL_TTL_S = 6 * 60 * 60;

/** A relay and the secret that it shares with us (coturn: `use-auth-secret`). */
export interface Relay {
  urls: string[];
  secret: string;
}

function isStun(url: string): boolean {
  return url.startsWith('stun');
}

/** Whether calls can be relayed: STUN alone hides nothing. */
export function canRelay(relay: Relay | undefined): boolean {
  return relay?.urls.some((url) => !isStun(url)) ?? false;
}

/**
 * Servers for one device of a live call (CALL-14) or a check (DOC-2), with credentials by the TURN REST convention
 * (draft-uberti-behave-turn-rest-00): the user name carries its own end, the password signs it. No relay: no servers.
 */
export function createIceServers(
  relay: Relay | undefined,
  clock: Clock,
): (accountId: AccountId, ttlS?: number) => IceServer[] {
  if (relay === undefined) return () => [];
  const stun = relay.urls.filter(isStun);
  const turn = relay.urls.filter((url) => !isStun(url));
  return (_accountId, ttlS = CREDENTIAL_TTL_S) => {
    const servers: IceServer[] = stun.length > 0 ? [{ urls: stun }] : [];
    if (turn.length === 0) return servers;
    const expiresAtS = Math.floor(clock() / 1000) + ttlS;
    // Nothing of the account: the name travels in the clear and stands in the relay's log.
    const username = `${expiresAtS}:${randomUUID()}`;
    const credential = createHmac('sha1', relay.secret).update(username).digest('base64');
    return [...servers, { urls: turn, username, credential }];
  };
}
