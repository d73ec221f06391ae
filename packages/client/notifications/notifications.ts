import type { Conversation, Me } from '@parley/protocol';
import type { NotificationsApi } from '../api.ts';
import type { Request } from '../http.ts';
import type { DevicePush } from './device-push.ts';

interface NotificationsParts {
  request: Request;
  /** Where the app's service worker is. */
  workerPath: string;
  /** Keeps an answer of the server's where the rest of the client finds it. */
  keepMe: (answer: Promise<Me>) => Promise<Me>;
  keepConversation: (answer: Promise<Conversation>) => Promise<Conversation>;
}

/** What the person is told of, and how this device is woken for it. */
export function createNotifications(parts: NotificationsParts): {
  api: NotificationsApi;
  /** The session is over. */
  forget: () => void;
} {
  const { request, workerPath, keepMe, keepConversation } = parts;

  // Fetched when needed: most pages that are opened never need it.
  const device = async (): Promise<DevicePush> => {
    const [{ createDevicePush }, { createBrowserPush }] = await Promise.all([
      import('./device-push.ts'),
      import('./browser-push.ts'),
    ]);
    return createDevicePush(request, createBrowserPush(workerPath));
  };

  return {
    api: {
      isSubscribed: async () => await (await device()).isSubscribed(),
      subscribe: async () => await (await device()).subscribe(),
      unsubscribe: async () => await (await device()).unsubscribe(),
      keepSubscribed: async () => await (await device()).keepSubscribed(),
      registerNativeToken: async (target) => await (await device()).registerNativeToken(target),
      setSettings: async (settings) => await keepMe(request('putNotificationSettings', { body: settings })),
      setMuted: async (conversationId, muted) => {
        await keepConversation(request(muted ? 'mute' : 'unmute', { params: { conversationId } }));
      },
      test: async () => (await request('testPush', {})).test,
      notices: async () => await request('getNotices', {}),
      seen: async (seen) => void (await request('seenNotices', { body: seen })),
    },
    forget() {
      // Without permission there can be no subscription.
      if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
      device()
        .then((push) => push.forget())
        // The server has forgotten it with the session; the worker ends it at the next wake-up, if one comes.
        .catch(() => undefined);
    },
  };
}
