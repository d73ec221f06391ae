import type { NotificationsApi } from '../api.ts';
import { ParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import type { BrowserPush } from './browser-push.ts';

/** Waking this device while its page or app is closed (docs/spec/notifications.md). */
export type DevicePush = Pick<
  NotificationsApi,
  'isSubscribed' | 'subscribe' | 'unsubscribe' | 'keepSubscribed' | 'registerNativeToken'
> & {
  /** The session is over: nothing more is to arrive here. */
  forget: () => Promise<void>;
};

/** @param push undefined where this browser cannot be woken */
export function createDevicePush(request: Request, push: BrowserPush | undefined): DevicePush {
  /** Makes sure that the browser and the server mean the same subscription. */
  async function agree(browser: BrowserPush, vapidPublicKey: string): Promise<boolean> {
    const before = await browser.current();
    // Made for another key, it would never be woken: the server's secret has changed, or it is another server.
    if (before?.vapidPublicKey !== undefined && before.vapidPublicKey !== vapidPublicKey) await before.end();
    const made = await browser.subscribe(vapidPublicKey);
    if (made === undefined) return false;
    await request('putPushTarget', { body: { target: made.target } });
    return true;
  }

  return {
    async isSubscribed() {
      if ((await push?.current()) === undefined) return false;
      return (await request('getPushState', {})).subscribed === 'web';
    },
    async subscribe() {
      if (push === undefined) throw new ParleyError('unavailable', 'this browser has no Web Push');
      // First of all, while the press of the button still counts for the browser.
      if (!(await push.askPermission())) return false;
      const { vapidPublicKey } = await request('getPushState', {});
      return await agree(push, vapidPublicKey);
    },
    async unsubscribe() {
      // The server first: of a subscription that it goes on to wake, the browser would complain to it.
      await request('removePushTarget', {});
      await (await push?.current())?.end();
    },
    async keepSubscribed() {
      const current = await push?.current();
      if (push === undefined || current === undefined) return;
      const { vapidPublicKey, subscribed } = await request('getPushState', {});
      if (subscribed !== 'web' || current.vapidPublicKey !== vapidPublicKey)
        await agree(push, vapidPublicKey);
    },
    async registerNativeToken(target) {
      await request('putPushTarget', { body: { target } });
    },
    async forget() {
      await (await push?.current())?.end();
    },
  };
}
