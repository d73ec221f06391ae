import { pickTree, readProcesses } from './processes.ts';
import type { ProcessStat } from './processes.ts';

/** The processes of one running contestant. */
export interface Processes {
  /** Its server; with everything that this has started, but for the database. */
  serverPid: number;
  /** PostgreSQL's postmaster, for a contestant that has a database. */
  databasePid: number | undefined;
}

/** User and system time, in milliseconds. */
export interface CpuTimes {
  serverMs: number;
  databaseMs: number;
}

function sum(processes: readonly ProcessStat[]): number {
  return processes.reduce((total, { cpuMs }) => total + cpuMs, 0);
}

function readCpu({ serverPid, databasePid }: Processes): CpuTimes {
  const all = readProcesses();
  return {
    serverMs: sum(pickTree(all, serverPid, databasePid)),
    databaseMs: databasePid === undefined ? 0 : sum(pickTree(all, databasePid)),
  };
}

/** What the contestant's processes used while `work` ran. */
export async function measureCpu<T>(
  processes: Processes,
  work: () => Promise<T>,
): Promise<{ result: T; cpu: CpuTimes }> {
  const before = readCpu(processes);
  const result = await work();
  const after = readCpu(processes);
  return {
    result,
    cpu: { serverMs: after.serverMs - before.serverMs, databaseMs: after.databaseMs - before.databaseMs },
  };
}
