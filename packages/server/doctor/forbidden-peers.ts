// Tries to be relayed to where nobody may be relayed to, as somebody would who looks for a way into a private network.

import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { withAllocation } from '../turn/allocation.ts';
import type { Allocation } from '../turn/allocation.ts';
import { familyOf } from '../turn/peer-address.ts';
import type { Answer, Family } from '../turn/stun-message.ts';
import { failed, passed, skipped } from './finding.ts';
import type { Finding } from './finding.ts';

interface Range {
  name: string;
  peers: readonly string[];
  /** The way to this machine itself: what a demo on loopback is for. */
  isLoopback: boolean;
}

/** Issue by issue: each is a way around somebody's list of denied ranges. */
const RANGES: readonly Range[] = [
  { name: '127.0.0.0/8', peers: ['127.0.0.1', '127.8.8.8'], isLoopback: true },
  { name: '0.0.0.0/8', peers: ['0.0.0.0', '0.1.2.3'], isLoopback: false },
  { name: '10.0.0.0/8', peers: ['10.0.0.1'], isLoopback: false },
  { name: '100.64.0.0/10', peers: ['100.64.0.1'], isLoopback: false },
  { name: '169.254.0.0/16', peers: ['169.254.169.254'], isLoopback: false },
  { name: '172.16.0.0/12', peers: ['172.16.0.1'], isLoopback: false },
  { name: '192.168.0.0/16', peers: ['192.168.0.1'], isLoopback: false },
  { name: '::1', peers: ['::1'], isLoopback: true },
  {
    name: 'IPv4 mapped into IPv6 (::ffff:127.0.0.1 and the like, CVE-2026-27624)',
    peers: ['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '::ffff:0.0.0.0'],
    isLoopback: false,
  },
  {
    name: 'other ways to write IPv4 as IPv6',
    peers: ['::127.0.0.1', '::10.0.0.0', '64:ff9b::10.0.0.1', '2002:a00:1::', '::ffff:0:10.0.0.1'],
    isLoopback: false,
  },
  {
    name: 'private IPv6 (fc00::/7, fe80::/10, fec0::/10)',
    peers: ['fd00::2', 'fe80::1', 'fec0::1'],
    isLoopback: false,
  },
];

const CHECK = 'Relay to';
const ANSWER_LIMIT_MS = 8_000;
/** Longer than a packet takes within one machine, in milliseconds. */
const LISTEN_MS = 300;

/** Somebody on this machine who must hear nothing. */
async function openListener(): Promise<{ port: number; heard: Set<string>; close: () => void }> {
  const heard = new Set<string>();
  const sockets: Socket[] = [];
  let port = 0;
  for (const [type, address] of [
    ['udp4', '127.0.0.1'],
    ['udp6', '::1'],
  ] as const) {
    const socket = createSocket(type);
    socket.on('message', (message) => heard.add(message.toString()));
    try {
      socket.bind(port, address);
      await once(socket, 'listening');
    } catch {
      // No IPv6 here: nobody to hear.
      socket.close();
      continue;
    }
    port = socket.address().port;
    sockets.push(socket);
  }
  return { port, heard, close: () => sockets.forEach((socket) => socket.close()) };
}

/** What was granted that should have been refused. */
interface Attempt {
  granted: Set<string>;
  unanswered: Set<string>;
}

async function attempt(allocation: Allocation, family: Family, port: number, seen: Attempt): Promise<void> {
  for (const peer of RANGES.flatMap(({ peers }) => peers)) {
    const answers: (Answer | undefined)[] = [
      await allocation.permit(peer),
      await allocation.bind(peer, port),
    ];
    if (answers.some((answer) => answer?.outcome === 'granted')) seen.granted.add(peer);
    // An allocation of the other family answers for form's sake only.
    if (familyOf(peer) === family && answers.includes(undefined)) seen.unanswered.add(peer);
    allocation.send(peer, port, Buffer.from(peer));
  }
}

function judge(range: Range, seen: Attempt, heard: ReadonlySet<string>, loopbackOnly: boolean): Finding {
  const check = `${CHECK} ${range.name}`;
  const arrived = range.peers.filter((peer) => heard.has(peer));
  const granted = range.peers.filter((peer) => seen.granted.has(peer));
  if (range.isLoopback && loopbackOnly) {
    return skipped(
      check,
      'this is a demo on loopback, where calls travel just there; such a relay listens on 127.0.0.1 alone.',
      'Nothing to do here. Where others reach Parley (PARLEY_ORIGIN), its relay refuses this, and doctor checks it.',
    );
  }
  if (arrived.length > 0 || granted.length > 0) {
    const what =
      arrived.length > 0 ? `carried data to ${arrived.join(', ')}` : `would relay to ${granted.join(', ')}`;
    return failed(
      check,
      `the relay ${what}.`,
      'Take the denied-peer-ip lines of deploy/coturn/turnserver.conf over, drop allow-loopback-peers, and restart the relay. Until then whoever may call can look around in your network.',
    );
  }
  const silent = range.peers.filter((peer) => seen.unanswered.has(peer));
  return silent.length > 0
    ? skipped(
        check,
        `the relay did not answer about ${silent.join(', ')}.`,
        'Run doctor again when it is less busy.',
      )
    : passed(check, 'refused.');
}

/**
 * Asks for permissions and channels to addresses that a relay must refuse, sends to them all the same, and listens on
 * this machine for anything that gets through (DOC-5). IPv6 too, where the relay gives such places.
 */
export async function checkForbiddenPeers(
  url: string,
  given: { username: string; credential: string },
  { loopbackOnly }: { loopbackOnly: boolean },
): Promise<Finding[]> {
  const listener = await openListener();
  const seen: Attempt = { granted: new Set(), unanswered: new Set() };
  const reached: Family[] = [];
  try {
    for (const family of ['ipv4', 'ipv6'] as const) {
      await withAllocation(url, given, { family, limitMs: ANSWER_LIMIT_MS }, async (allocated) => {
        if (allocated.outcome !== 'granted') return;
        reached.push(family);
        await attempt(allocated.allocation, family, listener.port, seen);
      });
    }
    await sleep(LISTEN_MS);
  } finally {
    listener.close();
  }
  if (reached.length === 0) {
    return [
      skipped(
        `${CHECK} private addresses`,
        'the relay gave no place to try it from.',
        'See what it says above.',
      ),
    ];
  }
  return RANGES.map((range) => judge(range, seen, listener.heard, loopbackOnly));
}
