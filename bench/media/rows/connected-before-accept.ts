import { setTimeout as sleep } from 'node:timers/promises';
import { end, ring } from '../call-cycle.ts';
import { openPair } from '../contest.ts';
import type { Pair } from '../contest.ts';
import type { Profile } from '../network/conditions.ts';
import { toValue } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { parley } from '../stage.ts';
import { repeat, times } from './repeat.ts';
import type { Repeated } from './repeat.ts';
import type { Row, RowContext } from './row.ts';

const RING_MS = 2_000;
/** Idle ringing pairs do not disturb each other; their starts are spread over the ring. */
const PAIRS = 5;

const LINKS: readonly { profile: Profile; atLeast: number }[] = [
  { profile: { name: '50 ms', oneWayDelayMs: 50, loss: 0 }, atLeast: 99 },
  { profile: { name: '50 ms, 5 % loss', oneWayDelayMs: 50, loss: 0.05 }, atLeast: 97 },
];

interface Look {
  connected: boolean;
  /** Calls of getUserMedia at the callee. */
  asked: number;
}

async function lookOnce(pair: Pair): Promise<Look> {
  await ring(pair, { ringMs: RING_MS, camera: 'closed', limitMs: 0 });
  const [atCaller, atCallee] = await Promise.all(
    [pair.caller, pair.callee].map(({ page }) => page.evaluate(() => window.bench.observe().facts)),
  );
  await end(pair);
  const isConnected = (states: readonly string[] = []): boolean => states.includes('connected');
  return {
    connected: isConnected(atCaller?.connectionStates) && isConnected(atCallee?.connectionStates),
    asked: atCallee?.getUserMediaAtMs.length ?? 0,
  };
}

async function measure({ stage, amount }: RowContext, { profile, atLeast }: (typeof LINKS)[number]) {
  await stage.setProfile(profile);
  const competitor = parley(stage, { route: 'relay', preconnect: true });
  // All pairs draw from it.
  const turns = times(amount.calls);
  const runPair = async (_: unknown, index: number): Promise<Repeated<Look>> => {
    const open = async (): Promise<Pair> => {
      const pair = await openPair(stage.browsers, competitor);
      await sleep((index * RING_MS) / PAIRS);
      return pair;
    };
    return await repeat(open, turns, lookOnce);
  };
  const all = await Promise.all(Array.from({ length: PAIRS }, runPair));
  const looks = all.flatMap(({ values }) => values);
  const failures = all.flatMap((one) => one.failures);
  const of = { row: 'While it rings', profile: profile.name, competitor: 'Parley' };
  const tried = looks.length + failures.length;
  const figures: Figure[] = [
    toValue(
      {
        ...of,
        what: 'connected after 2 s of ringing',
        unit: '%',
        target: { text: `${atLeast} %`, atLeast },
      },
      // A call that did not even ring is not connected.
      (100 * looks.filter(({ connected }) => connected).length) / Math.max(1, tried),
      { tried, failures },
    ),
    toValue(
      { ...of, what: 'getUserMedia calls of the callee', unit: '', target: { text: '0', atMost: 0 } },
      looks.reduce((sum, { asked }) => sum + asked, 0),
      { tried },
    ),
  ];
  return figures;
}

export const connectedBeforeAccept: Row = async (context) => {
  if (!context.withParley) return [];
  const figures: Figure[] = [];
  for (const link of LINKS) {
    const found = await measure(context, link);
    context.say(`${link.profile.name}: ${found[0]?.value?.toFixed(1)} % connected after 2 s`);
    figures.push(...found);
  }
  return figures;
};
