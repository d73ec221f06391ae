import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem } from 'node:os';

/** What the figures depend on; no name of the machine or its people. */
export interface Machine {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
}

function nameOfSystem(): string {
  const file = readFileSync('/etc/os-release', 'utf8');
  const name = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(file)?.[1] ?? 'Linux';
  return `${name}, Linux ${release().split('-')[0]}, ${arch()}`;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: nameOfSystem(),
    node: process.version,
  };
}

/** Above this, somebody else's work is measured along with ours. */
const QUIET_LOAD = 0.5;

/** A warning for a machine that is busy before we begin. */
export function warnIfBusy(): string | undefined {
  const [load = 0] = loadavg();
  if (load <= QUIET_LOAD) return undefined;
  return `The machine is busy (load ${load.toFixed(1)} before the first round): the figures will be worse than they are.`;
}

/** How many files and sockets one of our processes may have open; Node raises its own limit as far as it may. */
export function readOpenFilesLimit(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
}
