import { toSpread } from '../measure/statistics.ts';
import type { Plan } from '../plan.ts';
import type { RoundFigures } from '../round.ts';
import { cpuPerCallMs, isGeneratorBound } from './figures.ts';
import type { Entry, Run } from './figures.ts';

interface Row {
  label: string;
  cell: (entry: Entry) => string;
}

function format(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The median, and the extremes where there was more than one round. */
function over({ rounds }: Entry, digits: number, pick: (round: RoundFigures) => number): string {
  const { median, min, max } = toSpread(rounds.map(pick));
  const range = rounds.length === 1 ? '' : ` (${format(min, digits)}–${format(max, digits)})`;
  return `${format(median, digits)}${range}`;
}

function ratioTo(relay: Entry | undefined, entry: Entry, pick: (round: RoundFigures) => number): string {
  if (relay === undefined) return '–';
  const median = ({ rounds }: Entry): number => toSpread(rounds.map(pick)).median;
  return `${format(median(entry) / median(relay), 1)}×`;
}

function hasDatabase({ rounds }: Entry): boolean {
  return rounds.some(({ cpuPerCall }) => cpuPerCall.databaseMs > 0);
}

function rowsOf(plan: Plan, relay: Entry | undefined): Row[] {
  const ms = (pick: (round: RoundFigures) => number) => (entry: Entry) => over(entry, 2, pick);
  return [
    { label: `CPU per call, ${plan.callsPerSecond} calls/s, ms`, cell: ms(cpuPerCallMs) },
    { label: '– server', cell: ms(({ cpuPerCall }) => cpuPerCall.serverMs) },
    {
      label: '– database',
      cell: (entry) =>
        hasDatabase(entry) ? over(entry, 2, ({ cpuPerCall }) => cpuPerCall.databaseMs) : 'none',
    },
    { label: '– against the bare relay', cell: (entry) => ratioTo(relay, entry, cpuPerCallMs) },
    { label: 'Ring latency p50, ms', cell: ms(({ ringLatencyP50Ms }) => ringLatencyP50Ms) },
    { label: 'Ring latency p99, ms', cell: ms(({ ringLatencyP99Ms }) => ringLatencyP99Ms) },
    {
      label: 'Calls/s at saturation',
      cell: (entry) =>
        (isGeneratorBound(entry) ? '≥ ' : '') + over(entry, 0, ({ saturation }) => saturation.callsPerSecond),
    },
    {
      label: '– calls at once there',
      cell: (entry) => over(entry, 0, ({ saturation }) => saturation.concurrency),
    },
    {
      label: '– CPU per call there, ms',
      cell: ms(({ saturation }) => cpuPerCallMs(saturation)),
    },
    {
      label: '– against the bare relay',
      cell: (entry) => ratioTo(relay, entry, ({ saturation }) => cpuPerCallMs(saturation)),
    },
    {
      label: `Memory per idle connection at ${format(plan.idleConnections, 0)}, KiB`,
      cell: (entry) => over(entry, 1, ({ bytesPerIdleConnection }) => bytesPerIdleConnection / 1024),
    },
    {
      label: 'Rules and durability',
      cell: (entry) => (hasDatabase(entry) ? 'consent; fsync' : 'none'),
    },
  ];
}

/** The figures side by side, as a Markdown table that also reads well in a terminal. */
export function formatTable({ entries, plan }: Pick<Run, 'entries' | 'plan'>): string {
  const relay = entries.find(({ name }) => name === 'relay');
  const head = ['', ...entries.map(({ title }) => title)];
  const lines = rowsOf(plan, relay).map(({ label, cell }) => [label, ...entries.map(cell)]);
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...lines].map((cells) => cells[column]?.length ?? 0)),
  );
  const join = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [join(head), rule, ...lines.map(join)].join('\n');
}
