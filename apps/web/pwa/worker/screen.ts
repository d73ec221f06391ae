import { noticeText } from '../../text/notices.ts';
import { readNoticeData } from '../notice-data.ts';
import type { NoticeData, NoticeKind } from '../notice-data.ts';
import type { Showing } from './plan.ts';

/** The options that TypeScript's library leaves out because not every browser has them. */
interface FullOptions extends NotificationOptions {
  actions?: { action: string; title: string }[];
  renotify?: boolean;
  timestamp?: number;
  vibrate?: number[];
}

type Registration = Pick<ServiceWorkerRegistration, 'getNotifications' | 'showNotification'>;

const RING_BUZZ_MS = [500, 250, 500, 800, 500, 250, 500, 800, 500, 250, 500];

function toOptions({ tag, kind, body, path, callId, atMs }: Showing): FullOptions {
  const data: NoticeData = { kind, path, ...(callId !== undefined && { callId }) };
  return {
    tag,
    body,
    data,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    lang: 'en',
    ...(atMs !== undefined && { timestamp: atMs }),
    // "Missed" takes the place of "incoming" without a sound; each ring and each new message makes one.
    renotify: kind === 'ring' || kind === 'messages' || kind === 'test',
    ...(kind === 'ring' && {
      requireInteraction: true,
      vibrate: RING_BUZZ_MS,
      actions: [
        { action: 'answer', title: noticeText.answer },
        { action: 'decline', title: noticeText.decline },
      ],
    }),
  };
}

/** The notices of this app on the screen. */
export interface Screen {
  onScreen: () => Promise<{ tag: string; kind: NoticeKind }[]>;
  show: (showing: Showing) => Promise<void>;
  close: (tags: readonly string[]) => Promise<void>;
}

export function createScreen(registration: Registration): Screen {
  return {
    async onScreen() {
      const notices = await registration.getNotifications();
      return notices.flatMap(({ tag, data }) => {
        const kind = readNoticeData(data)?.kind;
        return kind === undefined ? [] : [{ tag, kind }];
      });
    },
    show: async (showing) => await registration.showNotification(showing.title, toOptions(showing)),
    async close(tags) {
      if (tags.length === 0) return;
      for (const notice of await registration.getNotifications())
        if (tags.includes(notice.tag)) notice.close();
    },
  };
}
