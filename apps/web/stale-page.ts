/** Loading again by itself is not repeated within this long, in milliseconds: if it did not help, a person decides. */
const NOT_AGAIN_MS = 60_000;
const PROBE_TIMEOUT_MS = 5_000;
const KEY = 'parley.loadedAgainAtMs';

/** What `watchMissingParts` needs of the page. */
export interface Surroundings {
  /** Vite tells here of each part of the app that could not be loaded. */
  events: Pick<EventTarget, 'addEventListener'>;
  /** The path of the script that this page runs; each build gives it another name. */
  entryPath: string;
  fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Lasts as long as the tab. Reading it may throw. */
  storage: () => Pick<Storage, 'getItem' | 'setItem'>;
  nowMs: () => number;
  /** A call runs, which loading again would end. */
  isBusy: () => boolean;
  reload: () => void;
}

/**
 * A page that is open across a deploy asks for parts that are gone. The returned function takes whatever a page
 * crashed with, and loads the page again where it was such a part and the server has another build by now.
 *
 * @returns true: the page is about to be loaded again; false: the person must be told
 */
export function watchMissingParts(page: Surroundings): (error: unknown) => Promise<boolean> {
  const missing = new Set<unknown>();
  page.events.addEventListener('vite:preloadError', (event) => {
    if ('payload' in event) missing.add(event.payload);
  });
  return async (error) => {
    if (!missing.has(error) || page.isBusy() || !(await hasNewBuild(page))) return false;
    if (page.isBusy() || !mayLoadAgain(page)) return false;
    page.reload();
    return true;
  };
}

/** Offline, or while the server restarts, loading again would leave nothing at all. */
async function hasNewBuild({ fetch, entryPath }: Surroundings): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    const answer = await fetch('/', { headers: { accept: 'text/html' }, cache: 'no-store', signal });
    return answer.ok && !(await answer.text()).includes(entryPath);
  } catch {
    return false;
  }
}

/** Guards against loading again for ever, for instance behind two servers of which one is old. */
function mayLoadAgain({ storage, nowMs }: Surroundings): boolean {
  try {
    const lastMs = Number(storage().getItem(KEY) ?? 0);
    if (nowMs() - lastMs < NOT_AGAIN_MS) return false;
    storage().setItem(KEY, String(nowMs()));
    return true;
  } catch {
    return false;
  }
}
