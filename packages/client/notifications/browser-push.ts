import type { PushTarget } from '@parley/protocol';

/** This browser's own part of Web Push: one subscription for each service worker (W3C Push API). */
export interface BrowserPush {
  /** The subscription that there is. Never asks the person anything. */
  current: () => Promise<BrowserSubscription | undefined>;
  /** Has the browser ask the person, where they have not answered yet. False: they or the browser refused. */
  askPermission: () => Promise<boolean>;
  /** The subscription that there is, or a new one; undefined where the browser makes none that is of use. */
  subscribe: (vapidPublicKey: string) => Promise<BrowserSubscription | undefined>;
}

export interface BrowserSubscription {
  target: PushTarget;
  /** Of the server that it was made for, base64url; undefined where the browser does not tell. */
  vapidPublicKey: string | undefined;
  end: () => Promise<void>;
}

/** Bytes as base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function toSubscription(made: PushSubscription): BrowserSubscription | undefined {
  const { endpoint, keys } = made.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return undefined;
  const key = made.options.applicationServerKey;
  return {
    target: { kind: 'web', endpoint, keys: { p256dh, auth } },
    vapidPublicKey: key === null ? undefined : toBase64Url(key),
    end: async () => void (await made.unsubscribe()),
  };
}

/** Undefined where there is no Web Push: outside of pages, in old browsers, on addresses that are not secure. */
export function createBrowserPush(workerPath: string): BrowserPush | undefined {
  if (typeof navigator === 'undefined' || !('serviceWorker' in navigator)) return undefined;
  if (typeof PushManager === 'undefined' || typeof Notification === 'undefined') return undefined;
  const { serviceWorker } = navigator;
  return {
    async current() {
      const registration = await serviceWorker.getRegistration(workerPath);
      const made = await registration?.pushManager.getSubscription();
      return made ? toSubscription(made) : undefined;
    },
    askPermission: async () => (await Notification.requestPermission()) === 'granted',
    async subscribe(vapidPublicKey) {
      await serviceWorker.register(workerPath);
      // A subscription needs a worker that is active.
      const { pushManager } = await serviceWorker.ready;
      const options = { userVisibleOnly: true, applicationServerKey: vapidPublicKey };
      return toSubscription(await pushManager.subscribe(options));
    },
  };
}
