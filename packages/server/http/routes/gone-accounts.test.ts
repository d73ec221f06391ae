import { randomUUID } from 'node:crypto';
import { ClientMsgId } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticator } from '../../auth/authenticator.ts';
import { openDatabase } from '../../store/database.ts';
import { leaveEverywhere } from '../../commands/account-leave.ts';
import { connect, createPair, newCallId } from '../../testing/pair.ts';
import type { Pair } from '../../testing/pair.ts';
import { ask, PASSWORD } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

async function mark(pair: Pair, column: 'suspended_at' | 'deleted_at'): Promise<void> {
  const db = openDatabase(server.database, () => undefined);
  await sql`update accounts set ${sql.ref(column)} = now() where id = ${pair.callee.me.person.id}`.execute(
    db,
  );
  await db.destroy();
}

/** The two ways in which the callee of a pair can be gone, with nothing done to the rest. */
const WAYS: readonly ['suspended' | 'deleted', (pair: Pair) => Promise<void>][] = [
  ['suspended', (pair) => mark(pair, 'suspended_at')],
  ['deleted', (pair) => mark(pair, 'deleted_at')],
];

describe.each(WAYS)('ACC-14: to others, a %s account is nobody', (state, go) => {
  let pair: Pair;
  let handle: string;

  beforeAll(async () => {
    pair = await createPair(server.origin);
    ({ handle } = pair.callee.me.person);
    await go(pair);
  });

  const NOBODY = { params: { handle: 'nobody_there' } };

  test('search finds nobody, by the beginning or the whole handle', async () => {
    for (const q of [handle, handle.slice(0, 12)]) {
      expect(await pair.caller.call('searchPeople', { query: { q } })).toEqual({ people: [] });
    }
  });

  test.each(['getProfile', 'follow', 'unfollow', 'block', 'unblock'] as const)(
    '%s answers as for a handle that nobody has',
    async (name) => {
      const asked = await pair.caller.fail(name, { params: { handle } });
      expect(asked).toEqual(await pair.caller.fail(name, NOBODY));
      expect(asked).toEqual({ code: 'not_found' });
    },
  );

  test('no conversation is opened with them, nor a report made of them', async () => {
    expect(await pair.caller.fail('openConversation', { body: { handle } })).toEqual({ code: 'not_found' });
    const subject = { kind: 'person', handle } as const;
    expect((await pair.caller.fail('report', { body: { subject, reason: 'spam' } })).code).toBe('not_found');
  });

  test('they are in no list and no count', async () => {
    expect(await pair.caller.call('listFollowing', {})).toEqual({ people: [] });
    const own = { params: { handle: pair.caller.me.person.handle } };
    expect(await pair.caller.call('getProfile', own)).toMatchObject({ followers: 0, following: 0 });
  });

  test('the thread stays; writing and calling are refused as for anybody who cannot be reached', async () => {
    const { conversationId, phone } = pair;
    const seen = await pair.caller.call('getConversation', { params: { conversationId } });
    expect(seen.callAccess).toBe('unavailable');
    const page = await pair.caller.call('listMessages', { params: { conversationId }, query: {} });
    expect(page.messages).toHaveLength(2);
    const clientMsgId = ClientMsgId.parse(randomUUID());
    expect(await phone.fail('message.send', { conversationId, clientMsgId, text: 'hello?' })).toBe(
      'message_refused',
    );
    const invite = { callId: newCallId(), calleeId: pair.callee.me.person.id, kind: 'audio' } as const;
    expect(await phone.fail('call.invite', invite)).toBe('call_unavailable');
  });

  test('they themselves write to and call nobody, however the socket lives on', async () => {
    const { conversationId, desk, caller } = pair;
    const clientMsgId = ClientMsgId.parse(randomUUID());
    expect(await desk.fail('message.send', { conversationId, clientMsgId, text: 'boo' })).toBe(
      'message_refused',
    );
    const invite = { callId: newCallId(), calleeId: caller.me.person.id, kind: 'audio' } as const;
    expect(await desk.fail('call.invite', invite)).toBe('call_unavailable');
  });

  test('their sessions and tickets open nothing', async () => {
    const authenticator = createAuthenticator(server.ports);
    expect(await authenticator.byToken(pair.callee.token)).toBeUndefined();
    const bearer = { authorization: `Bearer ${pair.callee.token}` };
    expect((await ask(server.origin, 'createTicket', {}, bearer)).body).toEqual({ code: 'unauthenticated' });
  });

  test('signing in: told to whoever has the right password of a suspended account, and to nobody else', async () => {
    const signIn = async (password: string): Promise<unknown> =>
      (await ask(server.origin, 'signIn', { body: { handle, password } })).body;
    expect(await signIn('wrong wrong')).toEqual({ code: 'wrong_credentials' });
    const code = state === 'suspended' ? 'account_suspended' : 'wrong_credentials';
    expect(await signIn(PASSWORD)).toEqual({ code });
  });

  test('a demo link of theirs opens nothing', async () => {
    const token = server.ports.demoLinks.create(pair.callee.me.person.id);
    const { body } = await ask(server.origin, 'signInByLink', { body: { token } });
    expect(body).toEqual({ code: state === 'suspended' ? 'account_suspended' : 'wrong_credentials' });
  });
});

test('ACC-14: a ticket taken before, presented after, opens nothing', async () => {
  for (const [, go] of WAYS) {
    const pair = await createPair(server.origin);
    const { ticket } = await pair.callee.call('createTicket', {});
    await go(pair);
    expect(await createAuthenticator(server.ports).byTicket(ticket)).toBeUndefined();
  }
});

test('ACC-14, CALL-12: suspending ends calls and sessions, and tells those who talk with them', async () => {
  const pair = await createPair(server.origin);
  const { id } = await connect(pair);
  const effects = await server.ports.transaction(async (stores) => {
    return await leaveEverywhere(stores, pair.callee.me.person.id, server.ports.clock());
  });
  server.ports.run(effects);
  expect((await pair.phone.take('call.ended')).call).toMatchObject({ id, outcome: 'completed' });
  expect((await pair.phone.take('conversation.changed')).conversationId).toBe(pair.conversationId);
  expect(await Promise.all([pair.desk.closed, pair.tablet.closed])).toEqual([4403, 4403]);
});
