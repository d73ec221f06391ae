import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant, Running } from './contestants/contestant.ts';
import { startGenerator } from './load/generator.ts';
import type { Generator } from './load/generator.ts';
import { measureCpu } from './measure/cpu.ts';
import type { CpuTimes } from './measure/cpu.ts';
import { readResidentBytes } from './measure/processes.ts';
import { percentile } from './measure/statistics.ts';
import type { Plan } from './plan.ts';

interface Saturation {
  callsPerSecond: number;
  /** Calls at once where throughput was highest. */
  concurrency: number;
  /** Per complete call, in milliseconds. */
  cpuPerCall: CpuTimes;
  /** The load generator's share of one processor there; near 1 it was the limit, and the figure a lower bound. */
  generatorBusy: number;
}

/** What one round found out about one contestant. */
export interface RoundFigures {
  bytesPerIdleConnection: number;
  ringLatencyP50Ms: number;
  ringLatencyP99Ms: number;
  calls: number;
  /** Per complete call, in milliseconds. */
  cpuPerCall: CpuTimes;
  saturation: Saturation;
}

/** So many connections come and go before memory is first read: code is compiled and pools are filled by them. */
const PRIMING_CONNECTIONS = 100;

/** A level grows where it brings this much more than the best before. */
const WORTH_RAISING = 1.05;

/** So many levels in a row without growth are the end; a single one may be noise. */
const LEVELS_WITHOUT_GROWTH = 2;

function perCall({ serverMs, databaseMs }: CpuTimes, calls: number): CpuTimes {
  return { serverMs: serverMs / calls, databaseMs: databaseMs / calls };
}

async function measureIdle(
  { pairs }: Contestant,
  { serverPid }: Running,
  generator: Generator,
  plan: Plan,
): Promise<number> {
  const seats = pairs.flatMap(({ caller, callee }) => [caller, callee]).slice(0, plan.idleConnections);
  await generator.order('openIdle', { seats: seats.slice(0, PRIMING_CONNECTIONS) });
  await generator.order('closeIdle', {});
  await sleep(plan.settleMs);
  const before = readResidentBytes(serverPid);
  await generator.order('openIdle', { seats });
  await sleep(plan.settleMs);
  const after = readResidentBytes(serverPid);
  await generator.order('closeIdle', {});
  return (after - before) / seats.length;
}

async function measureSaturation(running: Running, generator: Generator, plan: Plan): Promise<Saturation> {
  let best: Saturation | undefined;
  let withoutGrowth = 0;
  for (const concurrency of plan.levels) {
    const { result, cpu } = await measureCpu(running, () =>
      generator.order('closedLoop', { concurrency, forMs: plan.levelMs }),
    );
    const callsPerSecond = (result.calls / result.elapsedMs) * 1_000;
    const grows = best === undefined || callsPerSecond > best.callsPerSecond * WORTH_RAISING;
    if (best === undefined || callsPerSecond > best.callsPerSecond) {
      const { generatorBusy, callsWithTail } = result;
      best = { callsPerSecond, concurrency, cpuPerCall: perCall(cpu, callsWithTail), generatorBusy };
    }
    withoutGrowth = grows ? 0 : withoutGrowth + 1;
    if (withoutGrowth === LEVELS_WITHOUT_GROWTH) break;
  }
  if (best === undefined) throw new Error('the plan has no levels of concurrency');
  return best;
}

async function measure(
  contestant: Contestant,
  running: Running,
  generator: Generator,
  { plan, seed }: { plan: Plan; seed: number },
): Promise<RoundFigures> {
  await generator.order('begin', { dialect: contestant.name, origin: running.origin });
  const bytesPerIdleConnection = await measureIdle(contestant, running, generator, plan);

  await generator.order('openPairs', { pairs: contestant.pairs.slice(0, plan.callingPairs) });
  await generator.order('closedLoop', { concurrency: 16, forMs: plan.warmUpMs });
  // First what also warms up further: at 100 calls/s alone, a server takes minutes until all its code is compiled.
  const saturation = await measureSaturation(running, generator, plan);
  await sleep(plan.settleMs);
  const { result, cpu } = await measureCpu(running, () =>
    generator.order('openLoop', { perSecond: plan.callsPerSecond, forMs: plan.openLoopMs, seed }),
  );
  const latencies = result.ringLatenciesMs;
  await generator.order('closePairs', {});
  return {
    bytesPerIdleConnection,
    ringLatencyP50Ms: percentile(latencies, 0.5),
    ringLatencyP99Ms: percentile(latencies, 0.99),
    calls: latencies.length,
    cpuPerCall: perCall(cpu, latencies.length),
    saturation,
  };
}

/**
 * Starts a contestant afresh, measures everything once, and stops it.
 *
 * @param how `seed` fixes when the calls come; `signal` ends the round early
 */
export async function runRound(
  contestant: Contestant,
  { signal, ...how }: { plan: Plan; seed: number; signal: AbortSignal },
): Promise<RoundFigures> {
  signal.throwIfAborted();
  const running = await contestant.start();
  const generator = startGenerator(signal);
  try {
    return await measure(contestant, running, generator, how);
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`${contestant.title}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    generator.stop();
    await running.stop();
  }
}
