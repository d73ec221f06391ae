import { normalizeHandle } from '@parley/protocol';
import type { PeopleApi } from '../api.ts';
import type { Request } from '../http.ts';

/** Search, profiles, follows, blocks and reports. Handles are taken as people type them. */
export function createPeople(request: Request): PeopleApi {
  const named = (handle: string): { params: { handle: string } } => ({
    params: { handle: normalizeHandle(handle) },
  });
  return {
    search: async (text) => {
      const q = normalizeHandle(text);
      return q === '' ? [] : (await request('searchPeople', { query: { q } })).people;
    },
    profile: async (handle) => await request('getProfile', named(handle)),
    follow: async (handle) => await request('follow', named(handle)),
    unfollow: async (handle) => await request('unfollow', named(handle)),
    block: async (handle) => await request('block', named(handle)),
    unblock: async (handle) => await request('unblock', named(handle)),
    listFollowing: async () => (await request('listFollowing', {})).people,
    report: async (report) => void (await request('report', { body: report })),
    listBlocked: async () => (await request('listBlocked', {})).people,
    grantVerified: async (handle) => await request('grantVerified', named(handle)),
    removeVerified: async (handle) => await request('removeVerified', named(handle)),
  };
}
