// The caller's device changes from one network to another in mid-call and back: a cable is pulled while another is in.

import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from '../browser/browsers.ts';
import { nowMs } from '../browser/clock.ts';
import { connect, reasonOf, toOurs } from '../call-cycle.ts';
import { openPair } from '../contest.ts';
import type { Competitor, Pair, Side } from '../contest.ts';
import { createTwoInterfaces } from '../network/two-interfaces.ts';
import type { Cable, TwoInterfaces } from '../network/two-interfaces.ts';
import { heardAgainAtMs, longestSilenceMs } from '../perception.ts';
import { toFigure } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { startParley } from '../servers/parley.ts';
import { findFreePort } from '../servers/process.ts';
import type { Stage } from '../stage.ts';
import { parley } from '../stage.ts';
import { repeat, times } from './repeat.ts';
import type { Repeated } from './repeat.ts';
import { delayed } from './row.ts';
import type { Row } from './row.ts';

const DELAY_MS = 50;
const PLAN = { ringMs: 2_000, camera: 'closed', limitMs: 10_000 } as const;
const LIMIT_MS = 12_000;
/** Between two changes. */
const TALK_MS = 2_500;
/** A change that takes no sound away for longer than this was not noticed by the ear. */
const LEAST_SILENCE_MS = 100;

/** Milliseconds from the change until sound comes again on this side; 0: it never stopped. */
async function untilHears(side: Side, changedAtMs: number): Promise<number> {
  const giveUpAtMs = nowMs() + LIMIT_MS;
  const fromMs = changedAtMs + side.clock.aheadMs;
  for (;;) {
    const { sounds } = await side.page.evaluate(() => window.bench.observe());
    const againMs = heardAgainAtMs(sounds, fromMs, LEAST_SILENCE_MS);
    if (againMs !== undefined) return toOurs(side, againMs) - changedAtMs;
    const passedMs = nowMs() - changedAtMs;
    const silenceMs = longestSilenceMs(sounds, fromMs, nowMs() + side.clock.aheadMs);
    if (passedMs > TALK_MS && silenceMs < 2 * LEAST_SILENCE_MS) return 0;
    if (nowMs() > giveUpAtMs) throw new Error(`silence ${LIMIT_MS} ms after the change`);
    await sleep(50);
  }
}

/** @returns milliseconds until both hear each other on the other network */
async function change(interfaces: TwoInterfaces, pair: Pair, from: Cable, to: Cable): Promise<number> {
  interfaces.plug(to);
  await sleep(TALK_MS);
  const changedAtMs = nowMs();
  interfaces.pull(from);
  const heard = await Promise.all([
    untilHears(pair.caller, changedAtMs),
    untilHears(pair.callee, changedAtMs),
  ]);
  return Math.max(...heard);
}

/** Parley and the relay at an address that is there over either cable. */
async function openElsewhere(
  stage: Stage,
  interfaces: TwoInterfaces,
  onClose: (close: () => Promise<void>) => void,
) {
  const { address } = interfaces;
  const port = await findFreePort();
  const turn = await stage.network.openUdp(stage.coturn.port, 11, address);
  const signalling = await stage.network.openTcp(port, stage.pagesPort, 12, address);
  for (const line of [turn, signalling]) await line.set(delayed(DELAY_MS));
  const origin = `http://${address}:${signalling.port}`;
  const server = await startParley({
    ...{
      port,
      origin,
      turnUrl: `turn:${address}:${turn.port}?transport=udp`,
      turnSecret: stage.coturn.secret,
    },
  });
  onClose(server.stop);
  const caller = await openBrowser({ wrap: interfaces.wrap, trusted: origin });
  onClose(() => caller.putAway());
  const callee = await openBrowser({ trusted: origin });
  onClose(() => callee.putAway());
  const place = { ...stage, parley: server, parleyOrigin: origin, parleyDirect: `http://127.0.0.1:${port}` };
  const competitor: Competitor = parley(place, { route: 'relay', preconnect: true });
  return { competitor, browsers: { ...stage.browsers, caller, callee } };
}

async function measure(
  stage: Stage,
  interfaces: TwoInterfaces,
  changes: number,
  onClose: (close: () => Promise<void>) => void,
): Promise<Repeated<number>> {
  const { competitor, browsers } = await openElsewhere(stage, interfaces, onClose);
  interfaces.pull('second');
  const open = async (): Promise<Pair> => {
    const pair = await openPair(browsers, competitor);
    await connect(pair, PLAN);
    return pair;
  };
  const cables = ['first', 'second'] as const;
  return await repeat(open, times(changes), (pair, turn) =>
    change(interfaces, pair, cables[turn % 2] ?? 'first', cables[(turn + 1) % 2] ?? 'second'),
  );
}

export const networkChange: Row = async ({ stage, amount, say, withParley }) => {
  if (!withParley) return [];
  const closing: (() => Promise<void>)[] = [];
  let found: Repeated<number>;
  try {
    const interfaces = createTwoInterfaces();
    closing.push(async () => interfaces.close());
    found = await measure(stage, interfaces, amount.incidents, (close) => closing.push(close));
  } catch (error) {
    // Not measured is not the same as measured and bad, and is shown as what it is.
    found = { values: [], failures: [`could not be measured: ${reasonOf(error)}`] };
  } finally {
    for (const close of closing.toReversed()) await close();
  }
  const figure: Figure = toFigure(
    {
      row: 'The network changes in mid-call',
      what: 'one interface goes, another is there → both hear each other',
      ...{ profile: `${DELAY_MS} ms`, competitor: 'Parley', unit: 'ms' },
      target: { text: 'p50 1,500, p95 3,000', p50AtMost: 1_500, p95AtMost: 3_000 },
    },
    found.values,
    found.failures,
  );
  say(`network change: ${figure.p50?.toFixed(0)}/${figure.p95?.toFixed(0)} ms, ${figure.failed} failed`);
  return [figure];
};
