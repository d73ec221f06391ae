// Everything that runs while the bench measures: relay, servers, the lines before them, pages and browsers.

import { buildPages } from './browser/build-pages.ts';
import type { PageName } from './browser/build-pages.ts';
import { openBrowsers } from './browser/browsers.ts';
import type { Browsers } from './browser/browsers.ts';
import { servePages } from './browser/serve-pages.ts';
import { newName } from './contest.ts';
import type { Competitor } from './contest.ts';
import type { Profile } from './network/conditions.ts';
import { Network } from './network/network.ts';
import type { Line } from './network/network.ts';
import type { Setup } from './pages/bench-page.ts';
import { startCoturn } from './servers/coturn.ts';
import type { Coturn } from './servers/coturn.ts';
import { startParley } from './servers/parley.ts';
import type { ParleyServer } from './servers/parley.ts';
import { signUpPair } from './servers/people.ts';
import type { PairOptions } from './servers/people.ts';
import { findFreePort, startPeerServer, startRelayServer } from './servers/process.ts';

export interface Stage {
  network: Network;
  browsers: Browsers;
  coturn: Coturn;
  parley: ParleyServer | undefined;
  /** Before the relay, and before each signalling server. */
  lines: { turn: Line; relay: Line; peer: Line; parley: Line };
  /** Another network from now on, on all lines. */
  setProfile: (profile: Profile) => Promise<void>;
  /** Parley as its pages reach it, through the line. */
  parleyOrigin: string;
  /** Who serves the pages, behind the lines. */
  pagesPort: number;
  /** Parley without the line, for what is not measured. */
  parleyDirect: string;
  /** The relay as pages reach it, for another Parley. */
  relay: { turnUrl: string; turnSecret: string };
  close: () => Promise<void>;
}

export interface StageOptions {
  seed: number;
  /** Without Parley only the others are measured. */
  withParley: boolean;
}

const OTHERS: readonly PageName[] = ['peerjs', 'simple-peer', 'hand-written'];

async function openAll(options: StageOptions, onClose: (close: () => Promise<void>) => void): Promise<Stage> {
  const { seed, withParley } = options;
  const network = new Network();
  onClose(() => network.close());
  const coturn = await startCoturn();
  onClose(coturn.stop);
  const peerServer = await startPeerServer();
  onClose(peerServer.stop);
  const relayServer = await startRelayServer();
  onClose(relayServer.stop);
  const pages = await servePages(await buildPages(withParley ? ['parley', ...OTHERS] : OTHERS));
  onClose(pages.stop);
  const parleyPort = await findFreePort();
  const lines = {
    turn: await network.openUdp(coturn.port, seed),
    relay: await network.openTcp(relayServer.port, pages.port, seed + 1),
    peer: await network.openTcp(peerServer.port, pages.port, seed + 2),
    parley: await network.openTcp(parleyPort, pages.port, seed + 3),
  };
  const parleyOrigin = `http://localhost:${lines.parley.port}`;
  const relay = {
    turnUrl: `turn:127.0.0.1:${lines.turn.port}?transport=udp`,
    turnSecret: coturn.secret,
  };
  const server = withParley
    ? await startParley({ port: parleyPort, origin: parleyOrigin, ...relay })
    : undefined;
  if (server !== undefined) onClose(server.stop);
  const browsers = await openBrowsers();
  onClose(browsers.close);
  await wakeRelay(browsers, iceServersOf({ lines, coturn }));
  return {
    network,
    browsers,
    coturn,
    parley: server,
    lines,
    setProfile: async (profile) => {
      for (const line of Object.values(lines)) await line.set(profile);
    },
    parleyOrigin,
    pagesPort: pages.port,
    parleyDirect: `http://127.0.0.1:${parleyPort}`,
    relay,
    close: async () => undefined,
  };
}

/** coturn 4.6 refuses the first request after its start, whoever sends it: that one is nobody's call. */
async function wakeRelay({ caller }: Browsers, iceServers: RTCIceServer[]): Promise<void> {
  const page = await caller.newPage();
  await page.evaluate(async (servers) => {
    for (let turn = 0; turn < 2; turn += 1) {
      const pc = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: 'relay' });
      pc.createDataChannel('');
      const done = new Promise((resolve) => {
        pc.addEventListener(
          'icegatheringstatechange',
          () => pc.iceGatheringState === 'complete' && resolve(0),
        );
      });
      await pc.setLocalDescription();
      await done;
      pc.close();
    }
  }, iceServers);
  await page.close();
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).toReversed()) await one();
  };
  try {
    return { ...(await openAll(options, (one) => closing.push(one))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function iceServersOf({ lines, coturn }: Pick<Stage, 'lines' | 'coturn'>): RTCIceServer[] {
  return [{ urls: `turn:127.0.0.1:${lines.turn.port}?transport=udp`, ...coturn.credentials() }];
}

/** Two who know each other's names and the relay, and need nothing else. */
function twoStrangers(stage: Stage, more: Pick<Setup, 'signalling' | 'way'>) {
  return async (): Promise<{ caller: Setup; callee: Setup }> => {
    const [caller, callee] = [newName('a'), newName('b')];
    const iceServers = iceServersOf(stage);
    return await Promise.resolve({
      caller: { role: 'caller', self: caller, peer: callee, iceServers, ...more },
      callee: { role: 'callee', self: callee, peer: caller, iceServers, ...more },
    });
  };
}

export function peerjs(stage: Stage): Competitor {
  const origin = `http://localhost:${stage.lines.peer.port}`;
  const setUp = twoStrangers(stage, { signalling: origin });
  return { name: 'peerjs', title: 'PeerJS', page: 'peerjs', origin, setUp };
}

export function simplePeer(stage: Stage): Competitor {
  const { port } = stage.lines.relay;
  const setUp = twoStrangers(stage, { signalling: `ws://localhost:${port}` });
  const origin = `http://localhost:${port}`;
  return { name: 'simple-peer', title: 'simple-peer', page: 'simple-peer', origin, setUp };
}

export function handWritten(stage: Stage, way: NonNullable<Setup['way']>): Competitor {
  const { port } = stage.lines.relay;
  const setUp = twoStrangers(stage, { signalling: `ws://localhost:${port}`, way });
  const name = way === 'connected before accept' ? 'hand-early' : 'hand-cold';
  const title = `hand-written, ${way}`;
  return { name, title, page: 'hand-written', origin: `http://localhost:${port}`, setUp };
}

/** Where people of Parley are made. */
export function peopleOf({ parleyDirect, parley: server }: Stage): { origin: string; dataDir: string } {
  return { origin: parleyDirect, dataDir: server?.dataDir ?? '' };
}

export function parley(stage: Stage, options: PairOptions): Competitor {
  const setUp = async (): Promise<{ caller: Setup; callee: Setup }> => {
    const { caller, callee, password } = await signUpPair(peopleOf(stage), options);
    const { lessData = false } = options;
    return {
      caller: { role: 'caller', self: caller, peer: callee, password, lessData },
      callee: { role: 'callee', self: callee, peer: caller, password, lessData },
    };
  };
  const name =
    options.earlyVideo === true ? 'parley-early-video' : options.preconnect ? 'parley' : 'parley-cold';
  const title = {
    parley: 'Parley',
    'parley-cold': 'Parley, cold',
    'parley-early-video': 'Parley, early video',
  }[name];
  return { name, title, page: 'parley', origin: stage.parleyOrigin, setUp };
}
