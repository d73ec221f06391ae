import { readdirSync, readFileSync } from 'node:fs';

/** What Linux tells of a process in /proc/<pid>/stat (man 5 proc). */
export interface ProcessStat {
  pid: number;
  parentPid: number;
  /** User and system time, that of ended and awaited children included, in milliseconds. */
  cpuMs: number;
}

/** USER_HZ is 100 on every Linux that Node runs on; `getconf CLK_TCK` says so. */
export const MS_PER_TICK = 10;

/** Where the fields lie after the closing bracket of the program's name, which may itself hold blanks and brackets. */
const FIELD = { parentPid: 1, firstTime: 11, lastTime: 14 };

export function parseStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const times = fields.slice(FIELD.firstTime, FIELD.lastTime + 1).map(Number);
  return {
    pid: Number.parseInt(text, 10),
    parentPid: Number(fields[FIELD.parentPid]),
    cpuMs: times.reduce((sum, ticks) => sum + ticks, 0) * MS_PER_TICK,
  };
}

/** Every process of the machine, as far as it lives long enough to be read. */
export function readProcesses(): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}

/** The process and all that it has started, directly or not; without the trees of `except`. */
export function pickTree(processes: readonly ProcessStat[], root: number, except?: number): ProcessStat[] {
  const tree: ProcessStat[] = [];
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    if (pid === except) continue;
    const parent = pid;
    for (const process of processes) {
      if (process.pid === parent) tree.push(process);
      else if (process.parentPid === parent) waiting.push(process.pid);
    }
  }
  return tree;
}

/** Resident memory of one process, in bytes. */
export function readResidentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/${pid}/status tells no VmRSS`);
  return Number(kilobytes) * 1024;
}
