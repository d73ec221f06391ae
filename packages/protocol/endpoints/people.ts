import * as z from 'zod/mini';
import { byHandle, pageSize } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { Person, Profile } from '../person.ts';

/** Finding people, and what they are to each other. */
export const PEOPLE_ENDPOINTS = {
  searchPeople: {
    method: 'GET',
    path: '/api/people',
    auth: 'session',
    summary: 'Find people by the beginning of their handle',
    query: z.strictObject({ q: z.string().check(z.maxLength(50)), limit: pageSize }),
    result: z.object({ people: z.array(Person) }),
  },
  getProfile: {
    method: 'GET',
    path: '/api/people/:handle',
    auth: 'session',
    summary: 'One person',
    params: byHandle,
    result: Profile,
  },
  follow: {
    method: 'PUT',
    path: '/api/people/:handle/follow',
    auth: 'session',
    summary: 'Follow',
    params: byHandle,
    result: Profile,
  },
  unfollow: {
    method: 'DELETE',
    path: '/api/people/:handle/follow',
    auth: 'session',
    summary: 'Unfollow',
    params: byHandle,
    result: Profile,
  },
  block: {
    method: 'PUT',
    path: '/api/people/:handle/block',
    auth: 'session',
    summary: 'Block; ends a live call between you',
    params: byHandle,
    result: Profile,
  },
  unblock: {
    method: 'DELETE',
    path: '/api/people/:handle/block',
    auth: 'session',
    summary: 'Unblock',
    params: byHandle,
    result: Profile,
  },
  listFollowing: {
    method: 'GET',
    path: '/api/me/following',
    auth: 'session',
    summary: 'People you follow',
    result: z.object({ people: z.array(Person) }),
  },
  listBlocked: {
    method: 'GET',
    path: '/api/me/blocked',
    auth: 'session',
    summary: 'People you block',
    result: z.object({ people: z.array(Person) }),
  },
} as const satisfies Record<string, Endpoint>;
