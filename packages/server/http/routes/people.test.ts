import type { ConversationId } from '@parley/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { write } from '../../testing/conversation.ts';
import { recordEffects } from '../../testing/effects.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;
let serial = 0;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

/** People whose handles nobody else in this file has. */
async function people<const N extends readonly string[]>(
  ...names: N
): Promise<{ [K in keyof N]: TestPerson }> {
  serial += 1;
  const all = await Promise.all(names.map((name) => signUpPerson(server.origin, `${name}_${serial}`)));
  return all as { [K in keyof N]: TestPerson }; // one for each name
}

function byHandle(person: TestPerson): { params: { handle: string } } {
  return { params: { handle: person.me.person.handle } };
}

/** `conversation.changed` for these people, and nothing else. */
function changedFor(conversationId: ConversationId, ...who: TestPerson[]): object[] {
  return who.map((person) => ({
    kind: 'deliver',
    to: { accountId: person.me.person.id },
    frame: { type: 'conversation.changed', conversationId },
  }));
}

describe('ACC-8: search', () => {
  test('finds the exact handle first, then the handles that begin so; never oneself', async () => {
    const seeker = await signUpPerson(server.origin, 'find_me');
    for (const handle of ['find_m', 'find_mx', 'find_ma', 'findam', 'xfind_m'])
      await signUpPerson(server.origin, handle);
    const found = await seeker.call('searchPeople', { query: { q: '@FIND_M' } });
    expect(found.people.map(({ handle }) => handle)).toEqual(['find_m', 'find_ma', 'find_mx']);
    const page = await seeker.call('searchPeople', { query: { q: 'find_m', limit: 2 } });
    expect(page.people).toHaveLength(2);
  });

  test.each(['', '@', '%', '_', '\\', "' or 1=1 --", 'find m', '\u0000'])('%j finds nobody', async (q) => {
    const [anna] = await people('anna');
    expect(await anna.call('searchPeople', { query: { q } })).toEqual({ people: [] });
  });

  test('a block hides both from each other, except by the exact handle', async () => {
    const [anna, bert] = await people('blocker', 'blockee');
    await anna.call('block', byHandle(bert));
    const search = async (who: TestPerson, q: string): Promise<string[]> =>
      (await who.call('searchPeople', { query: { q } })).people.map(({ handle }) => handle);
    for (const [who, whom] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      const { handle } = whom.me.person;
      expect(await search(who, handle.slice(0, 6))).not.toContain(handle);
      expect(await search(who, handle)).toContain(handle);
    }
  });
});

describe('following', () => {
  test('shows in both profiles and in the list', async () => {
    const [anna, bert] = await people('anna', 'bert');
    const followed = await anna.call('follow', byHandle(bert));
    expect(followed).toMatchObject({
      isYou: false,
      youFollow: true,
      followsYou: false,
      followers: 1,
      following: 0,
    });
    expect(await bert.call('getProfile', byHandle(anna))).toMatchObject({
      youFollow: false,
      followsYou: true,
      following: 1,
    });
    expect(await anna.call('listFollowing', {})).toEqual({ people: [bert.me.person] });
    expect(await anna.call('follow', byHandle(bert))).toEqual(followed);
    expect(await anna.call('unfollow', byHandle(bert))).toMatchObject({ youFollow: false, followers: 0 });
    expect(await anna.call('listFollowing', {})).toEqual({ people: [] });
  });

  test('nobody follows or blocks themselves, or somebody who is not there', async () => {
    const [anna] = await people('anna');
    for (const name of ['follow', 'unfollow', 'block', 'unblock'] as const) {
      expect(await anna.fail(name, byHandle(anna))).toMatchObject({ code: 'forbidden' });
      expect(await anna.fail(name, { params: { handle: 'nobody_there' } })).toEqual({ code: 'not_found' });
    }
    expect(await anna.fail('getProfile', { params: { handle: 'nobody_there' } })).toEqual({
      code: 'not_found',
    });
    expect(await anna.call('getProfile', byHandle(anna))).toMatchObject({ isYou: true });
  });

  test('CON-11: both members of the conversation learn that it may look different', async () => {
    const [anna, bert] = await people('anna', 'bert');
    const conversationId = await write(server.ports, anna, bert);
    const effects = recordEffects(server.ports);
    await bert.call('follow', byHandle(anna));
    await bert.call('unfollow', byHandle(anna));
    expect(effects).toEqual([
      ...changedFor(conversationId, bert, anna),
      ...changedFor(conversationId, bert, anna),
    ]);
  });

  test('MSG-5: following the sender of a request moves it to the inbox', async () => {
    const [anna, bert] = await people('anna', 'bert');
    const conversationId = await write(server.ports, anna, bert);
    const onTheWeb = { accountId: bert.me.person.id, platform: 'web' } as const;
    const folder = async (): Promise<string | undefined> =>
      (await server.ports.stores.conversations.load(conversationId, onTheWeb))?.folder;
    expect(await folder()).toBe('requests');
    await bert.call('follow', byHandle(anna));
    expect(await folder()).toBe('inbox');
  });

  test('one does not follow whom one blocks', async () => {
    const [anna, bert] = await people('anna', 'bert');
    await anna.call('block', byHandle(bert));
    expect(await anna.fail('follow', byHandle(bert))).toMatchObject({ code: 'wrong_state' });
  });
});

describe('ACC-9: blocking', () => {
  test('removes both follows and shows in the list of the blocker only', async () => {
    const [anna, bert] = await people('anna', 'bert');
    await anna.call('follow', byHandle(bert));
    await bert.call('follow', byHandle(anna));
    expect(await anna.call('block', byHandle(bert))).toMatchObject({
      youBlock: true,
      youFollow: false,
      followsYou: false,
    });
    expect(await anna.call('listBlocked', {})).toEqual({ people: [bert.me.person] });
    expect(await bert.call('listBlocked', {})).toEqual({ people: [] });
    expect(await bert.call('listFollowing', {})).toEqual({ people: [] });
    expect(await anna.call('unblock', byHandle(bert))).toMatchObject({ youBlock: false });
    expect(await anna.call('listBlocked', {})).toEqual({ people: [] });
  });

  test('the blocked one sees the profile of someone who follows nobody back, and is not told by following', async () => {
    const [anna, bert, carl] = await people('anna', 'bert', 'carl');
    const before = await bert.call('getProfile', byHandle(carl));
    await anna.call('block', byHandle(bert));
    const seen = await bert.call('getProfile', byHandle(anna));
    expect({ ...seen, person: before.person, joinedAtMs: before.joinedAtMs }).toEqual(before);
    expect(await bert.call('follow', byHandle(anna))).toMatchObject({ youFollow: true, youBlock: false });
    // And the one who blocks is not shown a follower whom they got rid of.
    expect(await anna.call('getProfile', byHandle(bert))).toMatchObject({ followsYou: false });
  });

  test('CON-11: both members of the conversation are told to look again', async () => {
    const [anna, bert] = await people('anna', 'bert');
    const conversationId = await write(server.ports, anna, bert);
    const effects = recordEffects(server.ports);
    await anna.call('block', byHandle(bert));
    expect(effects).toEqual(changedFor(conversationId, anna, bert));
  });

  test('repeating it changes nothing', async () => {
    const [anna, bert] = await people('anna', 'bert');
    const first = await anna.call('block', byHandle(bert));
    expect(await anna.call('block', byHandle(bert))).toEqual(first);
  });
});
