import type { Clock, PushSender } from '../ports.ts';
import type { DatabaseFacts, JobFacts, PushFacts } from '../store/health.ts';
import type { ProbeOutcome } from '../turn/probe.ts';
import type { PartState } from './health.ts';

/** A job that is due longer than this has nobody who does it, in milliseconds. */
const MOST_OVERDUE_MS = 60_000;
const MEGABYTE = 1_000_000;

/** `3 devices`, `1 device`. */
function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

/** Reached, how quickly, and how much room there is. */
export async function databasePart(
  { database }: { database: () => Promise<DatabaseFacts> },
  clock: Clock,
): Promise<PartState> {
  const startedAtMs = clock();
  const { version, sizeBytes, connections, mostConnections } = await database();
  const tookMs = Math.max(0, Math.round(clock() - startedAtMs));
  const figures =
    `PostgreSQL ${version}, answers in ${tookMs} ms, ${(sizeBytes / MEGABYTE).toFixed(1)} MB, ` +
    `${connections} of ${mostConnections} connections in use.`;
  const isFull = connections > mostConnections * 0.9;
  return isFull
    ? { status: 'failing', detail: `${figures} Raise max_connections, or run fewer nodes.` }
    : { status: 'ok', detail: figures };
}

/** Push services as they are set up, and how the devices fared. */
export async function pushPart(
  { push }: { push: () => Promise<PushFacts> },
  { senders }: Pick<PushSender, 'senders'>,
): Promise<PartState> {
  const { devices, sent, failing } = await push();
  const names = { web: 'Web Push', apns: 'Apple (APNs)', fcm: 'Google (FCM)' };
  // Object.entries loses the key type.
  const ready = (Object.entries(senders) as [keyof typeof names, boolean][])
    .filter(([, isReady]) => isReady)
    .map(([kind]) => names[kind]);
  if (ready.length === 0) return { status: 'off', detail: 'No push service is set up.' };
  const figures = `${ready.join(', ')}: ${count(devices, 'device')}, ${sent} woken within a day, ${failing} could not be.`;
  // Some always have gone; when most cannot be reached it is the way to the services.
  return failing > 2 && failing > devices / 2
    ? {
        status: 'failing',
        detail: `${figures} See the log for what the push services say; does a firewall stop the way out?`,
      }
    : { status: 'ok', detail: figures };
}

/** Whether anybody does the jobs. */
export async function jobsPart({ jobs }: { jobs: () => Promise<JobFacts> }): Promise<PartState> {
  const { due, later, givenUp, oldestDueMs } = await jobs();
  const oldest = due === 0 ? '' : `, the oldest since ${Math.round(oldestDueMs / 1_000)} s`;
  const figures = `${due} due${oldest}; ${later} for later; ${givenUp} given up within a week.`;
  return oldestDueMs > MOST_OVERDUE_MS
    ? { status: 'failing', detail: `${figures} No node works on them: see the log of each node.` }
    : { status: 'ok', detail: figures };
}

/** What each address of the relay answered. */
export function turnPart(answers: readonly (readonly [url: string, answer: ProbeOutcome])[]): PartState {
  if (answers.length === 0) {
    return {
      status: 'off',
      detail:
        'No relay: calls cannot hide network addresses, and fail behind strict firewalls. Set TURN_URLS and TURN_SECRET.',
    };
  }
  const wordOf = (answer: ProbeOutcome): string => {
    switch (answer.outcome) {
      case 'granted':
        return 'relays';
      case 'refused':
        return `refuses our credentials (${answer.errorCode}): is TURN_SECRET its static-auth-secret, and are both clocks right?`;
      case 'silent':
        return 'does not answer: is it running, and does the firewall let this server through?';
    }
  };
  const detail = answers.map(([url, answer]) => `${url} ${wordOf(answer)}`).join('; ');
  const isFine = answers.every(([, { outcome }]) => outcome === 'granted');
  return { status: isFine ? 'ok' : 'failing', detail: `${detail}.` };
}

/** A part that is set up or is not, and is not asked. */
export function setUpPart(isSetUp: boolean, words: { on: string; off: string }): PartState {
  return isSetUp ? { status: 'ok', detail: words.on } : { status: 'off', detail: words.off };
}
