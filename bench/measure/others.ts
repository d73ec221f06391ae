import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { MS_PER_TICK, pickTree, readProcesses } from './processes.ts';

/** Above this share of the machine, the figures are somebody else's too. The kernel's own work is part of it. */
const TOLERABLE = 0.1;

/** Fields of the first line of /proc/stat that are work: user, nice, system, irq, softirq, steal (man 5 proc). */
const WORK_FIELDS = [0, 1, 2, 5, 6, 7];

function readMachineMs(): number {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = first.trim().split(/\s+/).slice(1).map(Number);
  return WORK_FIELDS.reduce((sum, field) => sum + (ticks[field] ?? 0), 0) * MS_PER_TICK;
}

/** Our own, with every process that we have started. */
function readOwnMs(): number {
  return pickTree(readProcesses(), process.pid).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/**
 * Watches what else the machine does from now on.
 *
 * @returns asked at the end: a warning, where that was enough to spoil the figures
 */
export function watchOthers(): () => string | undefined {
  const startMs = performance.now();
  const othersBeforeMs = readMachineMs() - readOwnMs();
  return () => {
    const availableMs = (performance.now() - startMs) * cpus().length;
    const share = (readMachineMs() - readOwnMs() - othersBeforeMs) / availableMs;
    if (share <= TOLERABLE) return undefined;
    return `Other programs used ${Math.round(share * 100)} % of the machine during the run: repeat it on a quiet one.`;
  };
}
