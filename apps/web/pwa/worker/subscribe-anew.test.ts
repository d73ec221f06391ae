import { PushTarget } from '@parley/protocol';
import { expect, test } from 'vitest';
import { createServer, PATHS } from './server.ts';
import { subscribeAnew } from './subscribe-anew.ts';

const push = {
  subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => ({
    toJSON: () => ({
      endpoint: `https://push.example/${applicationServerKey}`,
      keys: { p256dh: 'p256dh', auth: 'auth' },
    }),
  }),
};

test('PUSH-37: a subscription that the browser replaced is told to the server', async () => {
  const sent: [string, string, unknown][] = [];
  const server = createServer(async (path, { method = '', body }) => {
    sent.push([method, path, typeof body === 'string' ? JSON.parse(body) : undefined]);
    return Response.json({ vapidPublicKey: 'key' });
  });
  await subscribeAnew(server, push);
  const target = {
    kind: 'web',
    endpoint: 'https://push.example/key',
    keys: { p256dh: 'p256dh', auth: 'auth' },
  };
  expect(sent).toEqual([
    ['GET', PATHS.getPushState, undefined],
    ['PUT', PATHS.putPushTarget, { target }],
  ]);
  expect(PushTarget.safeParse(target).success).toBe(true);
});

test('PUSH-37: signed out, no new subscription is made', async () => {
  const server = createServer(async () => new Response(null, { status: 401 }));
  const never = { subscribe: () => Promise.reject(new Error('nobody is signed in')) };
  await subscribeAnew(server, never);
});
