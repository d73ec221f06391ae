import * as z from 'zod/mini';
import { nothing } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { Notices, PushTarget, SeenNotices } from '../notification.ts';
import { Me, NotificationSettings } from '../person.ts';

/** How a device is woken, and what it shows then. */
export const NOTIFICATION_ENDPOINTS = {
  putNotificationSettings: {
    method: 'PUT',
    path: '/api/me/notifications',
    auth: 'session',
    summary: 'Decide what you are told of',
    body: NotificationSettings,
    result: Me,
  },
  getPushState: {
    method: 'GET',
    path: '/api/push',
    auth: 'session',
    summary: 'The key for push subscriptions, and whether this session has one',
    result: z.object({
      /** The application server key (RFC 8292), base64url. */
      vapidPublicKey: z.string(),
      subscribed: z.nullable(z.enum(['web', 'apns', 'fcm'])),
      /** Which ways this server can send. */
      senders: z.object({ web: z.boolean(), apns: z.boolean(), fcm: z.boolean() }),
    }),
  },
  putPushTarget: {
    method: 'PUT',
    path: '/api/push',
    auth: 'session',
    summary: 'Wake this device through a push service',
    body: z.strictObject({ target: PushTarget }),
    result: nothing,
  },
  removePushTarget: {
    method: 'DELETE',
    path: '/api/push',
    auth: 'session',
    summary: 'Do not wake this device any more',
    result: nothing,
  },
  testPush: {
    method: 'POST',
    path: '/api/push/test',
    auth: 'session',
    summary: 'Ring me now: wake this device once, as a test',
    /** The id that the device finds among its notices. */
    result: z.object({ test: z.string() }),
  },
  getNotices: {
    method: 'GET',
    path: '/api/notices',
    auth: 'session',
    summary: 'What this device should show at this moment',
    result: Notices,
  },
  seenNotices: {
    method: 'POST',
    path: '/api/notices/seen',
    auth: 'session',
    summary: 'This device has shown these',
    body: SeenNotices,
    result: nothing,
  },
} as const satisfies Record<string, Endpoint>;
