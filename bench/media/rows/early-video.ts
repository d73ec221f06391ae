import { runCalls } from '../measured-calls.ts';
import { toFigure } from '../report/figure.ts';
import { parley } from '../stage.ts';
import { delayed } from './row.ts';
import type { Row } from './row.ts';

const DELAY_MS = 50;

/** The caller has chosen "Show my video while it rings": it is there already, and hidden until the accept. */
export const earlyVideo: Row = async ({ stage, amount, say, withParley }) => {
  if (!withParley) return [];
  await stage.setProfile(delayed(DELAY_MS));
  const competitor = parley(stage, { route: 'relay', preconnect: true, earlyVideo: true });
  const results = await runCalls(stage.browsers, competitor, {
    // A second more than usual: the picture is sent only when the path is there.
    ...{ ringMs: 3_000, camera: 'closed', limitMs: 8_000, calls: amount.calls },
  });
  const figure = toFigure(
    {
      row: 'The caller’s video was there before the accept',
      what: 'accept → caller’s first video frame at the callee',
      ...{ profile: `${DELAY_MS} ms`, competitor: 'Parley', unit: 'ms' },
      target: { text: 'p50 50', p50AtMost: 50 },
    },
    results.flatMap((result) => (result.ok ? [result.calleeFirstVideoMs] : [])),
    results.flatMap((result) => (result.ok ? [] : [result.why])),
  );
  say(`early video: ${figure.p50?.toFixed(0)}/${figure.p95?.toFixed(0)} ms, ${figure.failed} failed`);
  return [figure];
};
