import type { Notices } from '@parley/protocol';
import type { NoticeData, NoticeKind } from '../notice-data.ts';
import { askPages, openPage } from './pages.ts';
import type { Windows } from './pages.ts';
import { planNotices, UNKNOWN } from './plan.ts';
import type { Screen } from './screen.ts';
import type { Asked, Server } from './server.ts';

/** While a ring is on the screen, the server is asked again this often, in milliseconds. */
const ASK_AGAIN_MS = 3_000;
/** A ring is over by then, whatever the server could be asked: 45 s (CALL-4) and some. */
const RING_LOOKS = 16;
/** How often a wake-up's or an answer's request is tried, in all. */
const TRIES = 3;
const RETRY_MS = 1_500;

export interface WorkerParts {
  server: Server;
  screen: Screen;
  windows: Windows;
  wait: (ms: number) => Promise<void>;
  /** Ends this device's subscription, whose session is gone. */
  forget: () => Promise<void>;
}

export interface Worker {
  onPush: () => Promise<void>;
  onPressed: (action: string, data: NoticeData) => Promise<void>;
}

/** Asks again where nobody answers. */
async function insist<T>({ wait }: WorkerParts, ask: () => Promise<Asked<T>>): Promise<Asked<T>> {
  let asked = await ask();
  for (let tried = 1; asked.outcome === 'unreachable' && tried < TRIES; tried += 1) {
    await wait(RETRY_MS);
    asked = await ask();
  }
  return asked;
}

async function closeAll(screen: Screen, which: (kind: NoticeKind) => boolean): Promise<void> {
  const chosen = (await screen.onScreen()).filter(({ kind }) => which(kind));
  await screen.close(chosen.map(({ tag }) => tag));
}

/** Puts the screen in order; tells whether a ring is on it. */
async function show({ server, screen, windows }: WorkerParts, notices: Notices): Promise<boolean> {
  const plan = planNotices(notices, await screen.onScreen(), await askPages(windows));
  await screen.close(plan.close);
  for (const showing of plan.show) await screen.show(showing);
  if (plan.seen !== undefined) await server.seen(plan.seen);
  if (notices.test !== null) {
    for (const page of await windows.all()) page.tell({ parley: 'tested', test: notices.test });
  }
  return (await screen.onScreen()).some(({ kind }) => kind === 'ring');
}

/** Asks and shows, one after the other: of two that overlap, the older answer could come to the screen last. */
type Look = (ask: Server['notices']) => Promise<{ outcome: Asked<Notices>['outcome']; rings: boolean }>;

function createLook(parts: WorkerParts): Look {
  let latest: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const look = latest.then(async () => {
      const asked = await ask();
      const rings = asked.outcome === 'ok' && (await show(parts, asked.value));
      return { outcome: asked.outcome, rings };
    });
    latest = look.catch(() => undefined);
    return look;
  };
}

/** No wake-up says that a call was answered on another device: so this asks, until no ring is left (PUSH-32). */
async function watchRing({ wait, server, screen }: WorkerParts, look: Look): Promise<void> {
  for (let looks = 0; looks < RING_LOOKS; looks += 1) {
    await wait(ASK_AGAIN_MS);
    const { outcome, rings } = await look(server.notices);
    if (outcome === 'ok' && !rings) return;
  }
  await closeAll(screen, (kind) => kind === 'ring');
}

/** What the service worker does; `main.ts` gives it the real surroundings. */
export function createWorker(parts: WorkerParts): Worker {
  const { server, screen, windows, forget } = parts;
  const look = createLook(parts);
  let watching: Promise<void> | undefined;

  return {
    async onPush() {
      const { outcome, rings } = await look(() => insist(parts, server.notices));
      if (outcome === 'signedOut') {
        await closeAll(screen, () => true);
        return await forget();
      }
      if (outcome !== 'ok') return await screen.show(UNKNOWN);
      if (!rings) return;
      watching ??= watchRing(parts, look).finally(() => (watching = undefined));
      await watching;
    },
    async onPressed(action, { kind, path, callId }) {
      if (action !== 'decline' || callId === undefined) return await openPage(windows, path, kind === 'ring');
      // Refused: it is over, or was answered elsewhere. Either way it rings here no more.
      await insist(parts, () => server.decline(callId));
    },
  };
}
