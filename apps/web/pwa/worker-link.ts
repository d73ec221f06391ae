import { readNoticeData } from './notice-data.ts';
import type { NoticeData } from './notice-data.ts';
import { readWorkerMessage } from './worker-messages.ts';
import type { PageShows } from './worker-messages.ts';

export interface PageParts {
  /** A notice was pressed. */
  open: (path: string) => void;
  shows: () => PageShows;
}

function containerOf(): ServiceWorkerContainer | undefined {
  return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
}

/** Answers the service worker, and goes where it points. Returns the way to stop. */
export function linkWorker({ open, shows }: PageParts): () => void {
  const container = containerOf();
  const onMessage = ({ data, ports }: MessageEvent<unknown>) => {
    const message = readWorkerMessage(data);
    if (message?.parley === 'open') open(message.path);
    if (message?.parley === 'whatDoYouShow') ports[0]?.postMessage(shows());
  };
  container?.addEventListener('message', onMessage);
  return () => container?.removeEventListener('message', onMessage);
}

/** Hears of self-tests that have arrived. Returns the way to stop. */
export function onTestArrived(listener: (test: string) => void): () => void {
  const container = containerOf();
  const onMessage = ({ data }: MessageEvent<unknown>) => {
    const message = readWorkerMessage(data);
    if (message?.parley === 'tested') listener(message.test);
  };
  container?.addEventListener('message', onMessage);
  return () => container?.removeEventListener('message', onMessage);
}

/** Takes notices off the screen that the page has made superfluous. */
export async function closeNotices(isStale: (notice: NoticeData) => boolean): Promise<void> {
  // Without permission there is none on the screen.
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const registration = await containerOf()?.getRegistration();
  for (const notice of (await registration?.getNotifications()) ?? []) {
    const data = readNoticeData(notice.data);
    if (data !== undefined && isStale(data)) notice.close();
  }
}
