// What the relay that Parley starts by itself may do. Pure: text in, text out.

import { isLoopback } from '../config.ts';
import type { Config } from '../config.ts';

/** Where a relay listens and how devices find it. */
export interface RelayPlace {
  /** The one address to listen on and to relay from; undefined: every address of the machine. */
  listenIp: string | undefined;
  /** What devices connect to. */
  urlHost: string;
  /** Everybody is on this machine, so their addresses are loopback ones. Never on a server that others reach. */
  loopbackOnly: boolean;
}

/** Relayed calls use these, two for each; bounded so that a firewall can name them. */
const RELAY_PORTS = { min: 49_160, max: 50_159 } as const;

/**
 * Addresses that a relay must not reach for anybody, or it would be a way into the private network of whoever runs it:
 * "this" network, private, carrier-grade, loopback, link-local, protocol, documentation and test ranges, multicast,
 * reserved, and every way to write an IPv4 address as an IPv6 one: mapped, which coturn before 4.9 does not see through
 * (CVE-2026-27624), compatible (`::a.b.c.d`), translated (64:ff9b::) and 6to4. Not `::` itself: coturn 4.6 reads that
 * as every address, IPv4 too, and refuses it as a peer anyhow. It also compares IPv6 addresses byte by byte, so that a
 * range covers an address only where each byte lies between those of its ends: hence one range for each byte of the
 * compatible ones.
 */
const PRIVATE_PEERS: readonly string[] = [
  '0.0.0.0-0.255.255.255',
  '10.0.0.0-10.255.255.255',
  '100.64.0.0-100.127.255.255',
  '169.254.0.0-169.254.255.255',
  '172.16.0.0-172.31.255.255',
  '192.0.0.0-192.0.0.255',
  '192.0.2.0-192.0.2.255',
  '192.88.99.0-192.88.99.255',
  '192.168.0.0-192.168.255.255',
  '198.18.0.0-198.19.255.255',
  '198.51.100.0-198.51.100.255',
  '203.0.113.0-203.0.113.255',
  '224.0.0.0-255.255.255.255',
  '::100-::ffff:ffff',
  '::1:0-::ffff:ffff',
  '::100:0-::ffff:ffff',
  '::ffff:0:0-::ffff:ffff:ffff',
  '::ffff:0:0:0-::ffff:0:ffff:ffff',
  '64:ff9b::-64:ff9b::ffff:ffff',
  '64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff',
  '100::-100::ffff:ffff:ffff:ffff',
  '2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff',
  '2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fec0::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'ff00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
];
const LOOPBACK_PEERS: readonly string[] = ['127.0.0.0-127.255.255.255', '::1-::ffff:ffff'];

/** What a relay that others reach denies; deploy/coturn/turnserver.conf has the same lines. */
export const DENIED_PEERS: readonly string[] = [...PRIVATE_PEERS, ...LOOPBACK_PEERS];

/** Where to run a relay for these settings; undefined where one on this machine would help nobody. */
export function placeRelay({
  host,
  origin,
  local,
}: Pick<Config, 'host' | 'origin' | 'local'>): RelayPlace | undefined {
  if (local) return { listenIp: '127.0.0.1', urlHost: '127.0.0.1', loopbackOnly: true };
  // Behind a reverse proxy only the operator knows from where a relay can be reached.
  if (isLoopback(host) || origin === undefined) return undefined;
  const everywhere = host === '0.0.0.0' || host === '::';
  return { listenIp: everywhere ? undefined : host, urlHost: new URL(origin).hostname, loopbackOnly: false };
}

/** The addresses that devices are told. */
export function relayUrls({ urlHost }: Pick<RelayPlace, 'urlHost'>, port: number): string[] {
  return [`turn:${urlHost}:${port}?transport=udp`, `turn:${urlHost}:${port}?transport=tcp`];
}

/** coturn's configuration file (turnserver(1)). `folder` is the relay's own, for what it insists on writing. */
export function writeRelayConfig(place: RelayPlace, port: number, secret: string, folder: string): string {
  const denied = place.loopbackOnly ? PRIVATE_PEERS : DENIED_PEERS;
  const listen =
    place.listenIp === undefined ? [] : [`listening-ip=${place.listenIp}`, `relay-ip=${place.listenIp}`];
  return [
    ...listen,
    `listening-port=${port}`,
    `min-port=${RELAY_PORTS.min}`,
    `max-port=${RELAY_PORTS.max}`,
    'realm=parley',
    // Credentials that expire (turn/credentials.ts); nobody uses the relay without them.
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'stale-nonce=600',
    // A device allocates a few for each device that it rings at; one session gets 8 Mbit/s, enough for video both ways.
    'user-quota=40',
    'total-quota=480',
    'max-bps=1000000',
    'no-cli',
    'no-tls',
    'no-dtls',
    'no-tcp-relay',
    'no-multicast-peers',
    'no-rfc5780',
    'no-stun-backward-compatibility',
    'response-origin-only-with-rfc5780',
    'no-software-attribute',
    ...(place.loopbackOnly ? ['allow-loopback-peers'] : []),
    ...denied.map((range) => `denied-peer-ip=${range}`),
    `pidfile=${folder}/pid`,
    `userdb=${folder}/turndb`,
    'log-file=stdout',
    '',
  ].join('\n');
}
