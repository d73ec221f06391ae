// The service worker, at /sw.js. It keeps nothing and answers no request of a page: it only tells of calls and messages.

import { readNoticeData } from '../notice-data.ts';
import type { Page } from './pages.ts';
import { createScreen } from './screen.ts';
import { createServer } from './server.ts';
import { subscribeAnew } from './subscribe-anew.ts';
import { createWorker } from './worker.ts';

declare const self: ServiceWorkerGlobalScope;

function toPage(client: WindowClient): Page {
  return {
    isInSight: client.visibilityState === 'visible',
    focus: async () => await client.focus(),
    tell: (message, answers) => client.postMessage(message, answers === undefined ? [] : [answers]),
  };
}

const server = createServer((path, init) => fetch(path, init));
const worker = createWorker({
  server,
  screen: createScreen(self.registration),
  windows: {
    all: async () => (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).map(toPage),
    open: async (path) => await self.clients.openWindow(path),
  },
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  forget: async () => {
    await (await self.registration.pushManager.getSubscription())?.unsubscribe();
  },
});

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(worker.onPush()));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const data = readNoticeData(event.notification.data);
  if (data !== undefined) event.waitUntil(worker.onPressed(event.action, data));
});
self.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(subscribeAnew(server, self.registration.pushManager)),
);
