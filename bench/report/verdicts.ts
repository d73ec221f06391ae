import type { WebAppFinding } from '../measure/web-app.ts';
import { toSpread } from '../measure/statistics.ts';
import { TARGETS } from '../plan.ts';
import { cpuPerCallMs } from './figures.ts';
import type { Entry, Run } from './figures.ts';

function say(isMet: boolean, sentence: string): string {
  return `${isMet ? 'met    ' : 'NOT MET'} ${sentence}`;
}

function judgeCpu(parley: Entry, relay: Entry): string {
  const median = ({ rounds }: Entry): number => toSpread(rounds.map(cpuPerCallMs)).median;
  const ratio = median(parley) / median(relay);
  return say(
    ratio <= TARGETS.cpuRatio,
    `CPU per call at most ${TARGETS.cpuRatio}× the bare relay's: ${ratio.toFixed(1)}×`,
  );
}

function judgeRing({ rounds }: Entry): string {
  const { median } = toSpread(rounds.map(({ ringLatencyP99Ms }) => ringLatencyP99Ms));
  return say(
    median < TARGETS.ringLatencyP99Ms,
    `ring latency p99 under ${TARGETS.ringLatencyP99Ms} ms: ${median.toFixed(1)} ms`,
  );
}

function judgeWebApp(webApp: WebAppFinding): string[] {
  if ('unknown' in webApp) return [`unknown web app's first load: ${webApp.unknown}`];
  const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;
  const size = say(
    webApp.gzipBytes <= TARGETS.webAppBytes && webApp.hasCallEngine,
    `web app's first load under ${kilobytes(TARGETS.webAppBytes)} (gz): ${kilobytes(webApp.gzipBytes)} in ` +
      `${webApp.files.length} files; ${kilobytes(webApp.sentBytes)} as the server sent them`,
  );
  return webApp.hasCallEngine ? [size] : [size, '        the call engine is not part of that first load'];
}

/** Each target with what was found: a line each. */
export function judgeTargets({ entries, webApp }: Pick<Run, 'entries' | 'webApp'>): string[] {
  const parley = entries.find(({ name }) => name === 'parley');
  const relay = entries.find(({ name }) => name === 'relay');
  if (parley === undefined) return [];
  return [
    ...(relay === undefined ? [] : [judgeCpu(parley, relay)]),
    judgeRing(parley),
    ...judgeWebApp(webApp),
  ];
}
