import { lookup } from 'node:dns/promises';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';
import { allPushHosts, isPushHost } from './push-hosts.ts';
import type { PushHost } from './push-hosts.ts';

/** Longer names than this take no part in a wake-up that has seconds; in milliseconds. */
const RESOLVE_LIMIT_MS = 5_000;
const LONGEST_ENDPOINT = 2_048;

/** One address of a host, as it was checked: connect to it and to no other. */
export interface CheckedAddress {
  address: string;
  family: 4 | 6;
}

type EndpointCheck =
  | { outcome: 'fine'; url: URL; at: CheckedAddress }
  /** Nothing that we would ever ask. */
  | { outcome: 'refused'; why: string }
  /** Its name is not known at this moment. */
  | { outcome: 'unknown'; why: string };

export interface GuardOptions {
  /** What the operator added (PUSH_HOSTS). */
  hosts: readonly PushHost[];
  /** A push service on this very machine, for trying things out: never in production. */
  allowsLoopback: boolean;
  /** All addresses of a name. */
  resolve?: (host: string) => Promise<readonly { address: string; family: number }[]>;
}

/** Push endpoints are what people send us: this decides which of them we ask (PUSH-8). */
export interface EndpointGuard {
  check: (endpoint: string) => Promise<EndpointCheck>;
}

function resolveAll(host: string): Promise<{ address: string; family: number }[]> {
  return lookup(host, { all: true, verbatim: true });
}

/** The part that needs no network: undefined where the address is not one of a push service. */
function parseEndpoint(endpoint: string, hosts: readonly PushHost[]): URL | undefined {
  if (endpoint.length > LONGEST_ENDPOINT) return undefined;
  const url = URL.parse(endpoint);
  if (url === null || url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  return isPushHost(url, hosts) ? url : undefined;
}

async function withLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the name was not resolved in time')), RESOLVE_LIMIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Looks at the address, then at every network address behind its name: one that is not public refuses them all. */
export function createEndpointGuard({
  hosts,
  allowsLoopback,
  resolve = resolveAll,
}: GuardOptions): EndpointGuard {
  const accepted = allPushHosts(hosts);
  const isAllowed = (address: string, url: URL): boolean =>
    isPublicAddress(address) || (allowsLoopback && url.port !== '' && isLoopbackAddress(address));
  return {
    async check(endpoint) {
      const url = parseEndpoint(endpoint, accepted);
      if (url === undefined) return { outcome: 'refused', why: 'not an address of a known push service' };
      let found: readonly { address: string; family: number }[];
      try {
        found = await withLimit(resolve(url.hostname));
      } catch (error) {
        return { outcome: 'unknown', why: error instanceof Error ? error.message : String(error) };
      }
      const [first] = found;
      if (first === undefined) return { outcome: 'unknown', why: 'the name has no address' };
      if (!found.every(({ address }) => isAllowed(address, url))) {
        return { outcome: 'refused', why: 'its name leads to an address that is not public' };
      }
      return { outcome: 'fine', url, at: { address: first.address, family: first.family === 6 ? 6 : 4 } };
    },
  };
}
