import { setTimeout as sleep } from 'node:timers/promises';
import { openPair } from '../contest.ts';
import type { Competitor } from '../contest.ts';
import { toFigure } from '../report/figure.ts';
import type { Figure, FigureOf } from '../report/figure.ts';
import { startParley } from '../servers/parley.ts';
import { findFreePort } from '../servers/process.ts';
import type { Stage } from '../stage.ts';
import { leaveAlone, TALK_MS } from './killed-call.ts';
import { repeat, times } from './repeat.ts';

export interface ControlPlan {
  /** The figure that they stand beside. */
  of: Omit<FigureOf, 'competitor'>;
  calls: number;
}

/**
 * What this machine does to a call whose own server goes on: nothing happens, or a server that has nothing to do with
 * the call, killed before it as ours is, starts beside it. The gap of a killed server means what is more than that.
 */
export async function measureControls(
  stage: Stage,
  competitor: Competitor,
  plan: ControlPlan,
): Promise<Figure[]> {
  const port = await findFreePort();
  const relay = { turnUrl: 'turn:127.0.0.1:9', turnSecret: 'nobody connects there' };
  const other = await startParley({ port, origin: `http://localhost:${port}`, ...relay });
  await other.kill();
  const controls: Record<string, () => Promise<void>> = {
    'Parley, nothing happens': () => sleep(TALK_MS),
    'Parley, another server starts': other.start,
  };
  const figures: Figure[] = [];
  try {
    for (const [name, meanwhile] of Object.entries(controls)) {
      const { values, failures } = await repeat(
        () => openPair(stage.browsers, competitor),
        times(plan.calls),
        async (pair) => {
          try {
            return await leaveAlone(pair, meanwhile);
          } finally {
            await other.kill();
          }
        },
      );
      figures.push(toFigure({ ...plan.of, competitor: name }, values, failures));
    }
    return figures;
  } finally {
    await other.stop();
  }
}
