import type { PushTarget } from '@parley/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSignedInClient } from '../testing/index.ts';
import type { BrowserPush, BrowserSubscription } from './browser-push.ts';
import { toBase64Url } from './browser-push.ts';
import { createDevicePush } from './device-push.ts';

const KEY = 'server-key';
const targetOf = (name: string): PushTarget => ({
  kind: 'web',
  endpoint: `https://push.example/${name}`,
  keys: { p256dh: 'p256dh', auth: 'auth' },
});

/** A browser in memory: what it holds, and what a person answers. */
class FakeBrowser implements BrowserPush {
  permission: 'granted' | 'denied' = 'granted';
  held: string | undefined;
  heldKey: string | undefined;
  made = 0;
  readonly log: string[] = [];

  readonly current = async (): Promise<BrowserSubscription | undefined> =>
    this.held === undefined ? undefined : this.#subscription(this.held);

  readonly askPermission = async (): Promise<boolean> => {
    this.log.push('ask');
    return this.permission === 'granted';
  };

  readonly subscribe = async (key: string): Promise<BrowserSubscription | undefined> => {
    if (this.held === undefined) {
      this.made += 1;
      this.held = `subscription-${this.made}`;
      this.heldKey = key;
    }
    return this.#subscription(this.held);
  };

  #subscription(name: string): BrowserSubscription {
    return {
      target: targetOf(name),
      vapidPublicKey: this.heldKey,
      end: async () => {
        this.log.push(`end ${name}`);
        this.held = undefined;
      },
    };
  }
}

const browser = { push: new FakeBrowser() };
const put: PushTarget[] = [];
let subscribed: 'web' | null;

beforeEach(() => {
  browser.push = new FakeBrowser();
  put.length = 0;
  subscribed = null;
});

async function rig() {
  const { client, server } = await createSignedInClient();
  server.endpoints.getPushState = () => {
    browser.push.log.push('state');
    return { vapidPublicKey: KEY, subscribed, senders: { web: true, apns: false, fcm: false } };
  };
  server.endpoints.putPushTarget = ({ body }) => {
    put.push(body.target);
    subscribed = 'web';
    return {};
  };
  server.endpoints.removePushTarget = () => {
    browser.push.log.push('remove');
    subscribed = null;
    return {};
  };
  return { client, device: createDevicePush(client.request, browser.push) };
}

describe('turning notifications on and off', () => {
  test('PUSH-30: the person is asked before anything else, and a refusal changes nothing', async () => {
    const { device } = await rig();
    browser.push.permission = 'denied';
    expect(await device.subscribe()).toBe(false);
    expect(browser.push.log).toEqual(['ask']);
    expect(put).toEqual([]);
  });

  test('PUSH-1: the server is told of the subscription that the browser has made', async () => {
    const { device } = await rig();
    expect(await device.isSubscribed()).toBe(false);
    expect(await device.subscribe()).toBe(true);
    expect(put).toEqual([targetOf('subscription-1')]);
    expect(await device.isSubscribed()).toBe(true);
  });

  test('turned off, the server forgets first, then the browser', async () => {
    const { device } = await rig();
    await device.subscribe();
    browser.push.log.length = 0;
    await device.unsubscribe();
    expect(browser.push.log).toEqual(['remove', 'end subscription-1']);
    expect(await device.isSubscribed()).toBe(false);
  });

  test('where there is no Web Push, that is said', async () => {
    const { client } = await rig();
    const device = createDevicePush(client.request, undefined);
    await expect(device.subscribe()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await device.isSubscribed()).toBe(false);
    await device.keepSubscribed();
    expect(put).toEqual([]);
  });
});

describe('at each start', () => {
  test('PUSH-30: who has not turned it on is neither asked nor subscribed', async () => {
    const { device } = await rig();
    await device.keepSubscribed();
    expect(browser.push.log).toEqual([]);
    expect(browser.push.made).toBe(0);
  });

  test('PUSH-37: what the server has forgotten it is told again', async () => {
    const { device } = await rig();
    Object.assign(browser.push, { held: 'old', heldKey: KEY });
    await device.keepSubscribed();
    expect(put).toEqual([targetOf('old')]);
    await device.keepSubscribed();
    expect(put).toHaveLength(1);
  });

  test('PUSH-37: a subscription for another key of the server’s is made anew', async () => {
    const { device } = await rig();
    subscribed = 'web';
    Object.assign(browser.push, { held: 'old', heldKey: 'another-key' });
    await device.keepSubscribed();
    expect(browser.push.log).toContain('end old');
    expect(put).toEqual([targetOf('subscription-1')]);
  });
});

test('PUSH-36: signed out, the browser lets go of its subscription', async () => {
  const { device } = await rig();
  await device.subscribe();
  await device.forget();
  expect(browser.push.held).toBeUndefined();
});

test('PUSH-10, PUSH-11: an app registers its token', async () => {
  const { client } = await rig();
  await client.notifications.registerNativeToken({ kind: 'fcm', token: 'token-of-a-phone' });
  expect(put).toEqual([{ kind: 'fcm', token: 'token-of-a-phone' }]);
});

test('keys are compared as base64url', () => {
  expect(toBase64Url(new Uint8Array([251, 255, 190, 0]).buffer)).toBe('-_--AA');
});
