import type { Server } from './server.ts';

/** As much of the Push API as this needs. */
export interface Subscriber {
  subscribe: (options: { userVisibleOnly: boolean; applicationServerKey: string }) => Promise<{
    toJSON: () => { endpoint?: string; keys?: Record<string, string> };
  }>;
}

/**
 * The browser has thrown the subscription away (PUSH-37). What fails here is made up for when the app runs, which looks
 * at each start.
 */
export async function subscribeAnew(server: Server, push: Subscriber): Promise<void> {
  const key = await server.vapidPublicKey();
  if (key.outcome !== 'ok') return;
  const made = await push.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key.value.vapidPublicKey,
  });
  const { endpoint, keys } = made.toJSON();
  await server.putTarget({ kind: 'web', endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] } });
}
