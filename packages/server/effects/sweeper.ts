import type { ServerCall } from '@parley/core';
import { CALL_LEASE_MS } from '@parley/protocol';
import { stepCall } from '../commands/call-step.ts';
import type { EndingEvent } from '../commands/call-step.ts';
import type { Effect, Ports, Stores } from '../ports.ts';

const SWEEP_INTERVAL_MS = 5_000;
/** Calls per transaction: few enough that nobody waits long for a locked one. */
const BATCH = 50;

type SweepPorts = Pick<Ports, 'transaction' | 'run' | 'clock' | 'log'>;

export interface Sweeper {
  /** One sweep, now; also what the interval does. Never throws. */
  sweep: () => Promise<void>;
  close: () => Promise<void>;
}

/** Ends what no timer has ended: rings of a node that died (CALL-10), and calls that nobody attests (CALL-11). */
export function startSweeper(ports: SweepPorts): Sweeper {
  // Devices cannot attest to a server that is down: after a start, or a database that was away, they get a whole lease.
  let leasesHoldUntilMs = ports.clock() + CALL_LEASE_MS;

  const sweepOnce = async (): Promise<void> => {
    try {
      const nowMs = ports.clock();
      await endAll(ports, { type: 'deadline' }, (calls) => calls.claimExpired(nowMs, BATCH));
      if (nowMs >= leasesHoldUntilMs) {
        await endAll(ports, { type: 'leaseLapsed' }, (calls) =>
          calls.claimLapsed(nowMs - CALL_LEASE_MS, BATCH),
        );
      }
    } catch (error) {
      leasesHoldUntilMs = ports.clock() + CALL_LEASE_MS;
      ports.log.error({ error }, 'could not look for calls that are over');
    }
  };

  let running = sweepOnce();
  const sweep = (): Promise<void> => {
    running = running.then(sweepOnce);
    return running;
  };
  const interval = setInterval(() => void sweep(), SWEEP_INTERVAL_MS).unref();
  return {
    sweep,
    async close() {
      clearInterval(interval);
      await running;
    },
  };
}

async function endAll(
  { transaction, run, clock }: SweepPorts,
  event: EndingEvent,
  claim: (calls: Stores['calls']) => Promise<ServerCall[]>,
): Promise<void> {
  for (;;) {
    const { claimed, effects } = await transaction(async (stores) => {
      const calls = await claim(stores.calls);
      const ended: Effect[] = [];
      for (const call of calls) {
        // Locked, so the compare-and-set cannot lose.
        const saved = await stepCall(stores, async () => call, event, clock());
        ended.push(...(saved?.effects ?? []));
      }
      return { claimed: calls.length, effects: ended };
    });
    run(effects);
    if (claimed < BATCH) return;
  }
}
