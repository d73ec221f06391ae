import { lookup } from 'node:dns/promises';
import { isPublicAddress } from '../push/public-address.ts';
import { withAllocation } from '../turn/allocation.ts';
import { readTurnUrl } from '../turn/relay-line.ts';
import { failed, passed } from './finding.ts';
import type { Finding } from './finding.ts';

const LIMIT_MS = 4_000;

/** What a relay calls the places that it gives, against the address that it is reached at. */
export function judgePlace(check: string, host: readonly string[], relayed: string | undefined): Finding {
  if (relayed === undefined) return passed(check, 'takes our credentials and gives a place.');
  const hides = host.some((address) => isPublicAddress(address)) && !isPublicAddress(relayed);
  return hides
    ? failed(
        check,
        `gives places at ${relayed}, which nobody on the internet reaches.`,
        `The relay is behind a NAT: set external-ip=${host[0] ?? 'its public address'} in its configuration, and allowed-peer-ip=${relayed}.`,
      )
    : passed(check, `takes our credentials and gives a place at ${relayed}.`);
}

/** Asks one address of the relay for a place, as a device does (DOC-4). */
export async function checkRelay(
  url: string,
  given: { username: string; credential: string },
): Promise<Finding> {
  const check = `Relay ${url}`;
  const host = readTurnUrl(url)?.host ?? '';
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) {
    return failed(
      check,
      `${host} is no name that can be found.`,
      'Add it to your DNS, or correct TURN_URLS.',
    );
  }
  const addresses = found.map(({ address }) => address);
  return await withAllocation(url, given, { family: 'ipv4', limitMs: LIMIT_MS }, async (allocated) => {
    switch (allocated.outcome) {
      case 'granted':
        return judgePlace(check, addresses, allocated.allocation.relayedAddress);
      case 'refused':
        return failed(
          check,
          `refuses our credentials (${allocated.errorCode}).`,
          allocated.errorCode === 401
            ? 'TURN_SECRET must be its static-auth-secret, with use-auth-secret set; and both clocks must be right.'
            : 'See the relay’s own log; 486 means that its quotas are used up.',
        );
      case 'silent':
        return failed(
          check,
          'does not answer.',
          'Is it running? Do the firewalls in between let this port through, for UDP and for TCP?',
        );
    }
  });
}
