/** What the service worker says to the pages of the app. */
export type WorkerMessage =
  /** A notice was pressed: show this place. */
  | { parley: 'open'; path: string }
  /** The wake-up of a self-test has arrived. */
  | { parley: 'tested'; test: string }
  /** What do you show? Answered through the port that comes with it. */
  | { parley: 'whatDoYouShow' };

/** A page's answer to `whatDoYouShow`. */
export interface PageShows {
  /** It hears of messages and missed calls. */
  isOnline: boolean;
  /** The calls that ring in it. */
  ringing: readonly string[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Reads a message; undefined: another version's, or a browser extension's. */
export function readWorkerMessage(data: unknown): WorkerMessage | undefined {
  if (!isRecord(data)) return undefined;
  const { parley, path, test } = data;
  if (parley === 'whatDoYouShow') return { parley };
  if (parley === 'tested' && typeof test === 'string') return { parley, test };
  // A path of this app only: one slash, and no second that would make it another host.
  if (parley === 'open' && typeof path === 'string' && /^\/(?![/\\])/.test(path)) return { parley, path };
  return undefined;
}

/** Reads a page's answer. */
export function readPageShows(data: unknown): PageShows | undefined {
  if (!isRecord(data) || !Array.isArray(data['ringing'])) return undefined;
  const ringing = data['ringing'].filter((id) => typeof id === 'string');
  return { isOnline: data['isOnline'] === true, ringing };
}
