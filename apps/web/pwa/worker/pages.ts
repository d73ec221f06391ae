import { readPageShows } from '../worker-messages.ts';
import type { PageShows, WorkerMessage } from '../worker-messages.ts';

/** One window of the app. */
export interface Page {
  isInSight: boolean;
  focus: () => Promise<unknown>;
  tell: (message: WorkerMessage, answers?: MessagePort) => void;
}

/** The windows of the app, with or without this worker in control. */
export interface Windows {
  all: () => Promise<readonly Page[]>;
  open: (path: string) => Promise<unknown>;
}

/** A page in sight answers at once; one that does not is as good as none. */
const ANSWER_WITHIN_MS = 500;

/** Asks the pages in sight what they show; undefined: there is none, or none that answers. */
export async function askPages(windows: Windows): Promise<PageShows | undefined> {
  const inSight = (await windows.all()).filter((page) => page.isInSight);
  const answers = (await Promise.all(inSight.map(askPage))).filter((answer) => answer !== undefined);
  if (answers.length === 0) return undefined;
  return {
    isOnline: answers.some(({ isOnline }) => isOnline),
    ringing: answers.flatMap(({ ringing }) => ringing),
  };
}

function askPage(page: Page): Promise<PageShows | undefined> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const settle = (answer: PageShows | undefined): void => {
      clearTimeout(timer);
      port1.close();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(undefined), ANSWER_WITHIN_MS);
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => settle(readPageShows(data)));
    port1.start();
    page.tell({ parley: 'whatDoYouShow' }, port2);
  });
}

/** Brings a page of the app to the front, or opens one. A call needs no other place: its dialog lies above all. */
export async function openPage(windows: Windows, path: string, isCall: boolean): Promise<void> {
  const pages = await windows.all();
  const page = pages.find(({ isInSight }) => isInSight) ?? pages[0];
  if (page === undefined) return void (await windows.open(path));
  await page.focus();
  if (!isCall) page.tell({ parley: 'open', path });
}
