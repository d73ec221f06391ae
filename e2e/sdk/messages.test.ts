import { createClient } from '@parley/client';
import type { ThreadItem } from '@parley/client';
import { describe, expect, inject, test, vi } from 'vitest';
import { createLine } from './line.fixture.ts';
import { befriend, eventually, join, joinAgain } from './people.fixture.ts';

// Real time on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const origin = inject('origin');

const texts = (items: readonly ThreadItem[]): string[] =>
  items.map((item) => (item.kind === 'text' ? item.text : item.kind));

describe('two people', () => {
  test('MSG-5: a stranger’s message waits in Requests, where its sender sees no receipt (MSG-6)', async () => {
    const [ann, ben] = [await join(origin, 'ann'), await join(origin, 'ben')];
    const { id } = await ann.client.conversations.open(ben.person.handle);
    await ann.client.messages.send(id, 'You do not know me');
    const bens = ben.client.conversations.state;
    const lists = () => {
      const { inbox, requests, requestCount } = bens.getState();
      return { inbox, requests, requestCount };
    };
    await eventually(() => expect(lists()).toEqual({ inbox: [], requests: [id], requestCount: 1 }));
    ben.client.messages.thread(id);
    await eventually(() => expect(ben.client.messages.thread(id).getState().status).toBe('ready'));
    ben.client.messages.markRead(id);
    await ben.client.account.listSessions();
    expect((await ann.client.conversations.get(id)).peerReadSeq).toBe(0);
    await ben.client.conversations.accept(id);
    await eventually(() => expect(lists()).toEqual({ inbox: [id], requests: [], requestCount: 0 }));
    for (const { client } of [ann, ben]) client.close();
  });

  test('messages, read marks and typing arrive live, on all devices', async () => {
    const [ann, ben] = [await join(origin, 'ann'), await join(origin, 'ben')];
    const id = await befriend(ann, ben);
    const phone = await joinAgain(origin, ann);
    const threads = [ann, ben, phone].map(({ client }) => client.messages.thread(id));
    await eventually(() =>
      expect(threads.map((thread) => thread.getState().items.length)).toEqual([2, 2, 2]),
    );
    ben.client.messages.setTyping(id, true);
    await eventually(() => expect(threads[0]?.getState().peerTyping).toBe(true));
    await ben.client.messages.send(id, 'Here I am');
    for (const thread of threads) {
      await eventually(() =>
        expect(texts(thread.getState().items)).toEqual(['Hello', 'Hello yourself', 'Here I am']),
      );
    }
    expect(threads[0]?.getState().peerTyping).toBe(false);
    const onPhone = phone.client.conversations.state;
    await eventually(() => expect(onPhone.getState().byId[id]?.unread).toBeGreaterThan(0));
    ann.client.messages.markRead(id);
    await eventually(() => expect(onPhone.getState().byId[id]?.unread).toBe(0));
    await eventually(() => expect(ben.client.conversations.state.getState().byId[id]?.peerReadSeq).toBe(3));
    for (const { client } of [ann, ben, phone]) client.close();
  });

  test('CON-6, CON-11: the callee’s first message makes the call possible, without asking again', async () => {
    const [ann, ben] = [await join(origin, 'ann'), await join(origin, 'ben')];
    await ben.client.people.follow(ann.person.handle);
    const { id } = await ann.client.conversations.open(ben.person.handle);
    await ann.client.messages.send(id, 'May I call?');
    const access = (): string | undefined => ann.client.conversations.state.getState().byId[id]?.callAccess;
    expect(access()).toBe('unavailable');
    await ben.client.messages.send(id, 'Yes');
    await eventually(() => expect(access()).toBe('allowed'));
    await ben.client.account.setCallSettings({
      enabled: false,
      audiences: { addressBook: true, following: true, verified: false, everyone: false },
      tellBusy: false,
    });
    await eventually(() => expect(access()).toBe('unavailable'));
    for (const { client } of [ann, ben]) client.close();
  });
});

test('MSG-3, MSG-8: over a line that is cut again and again, nothing is lost, repeated or out of order', async () => {
  const line = await createLine(origin);
  const [ann, ben] = [await join(line.origin, 'ann'), await join(line.origin, 'ben')];
  const id = await befriend(ann, ben);
  const thread = ben.client.messages.thread(id);
  const said = Array.from({ length: 60 }, (_, number) => `#${number}`);
  const sent = said.map((text) => ann.client.messages.send(id, text));
  let heldAtCut = 0;
  // Cut by progress rather than by time: however busy the machine is, some of it gets through between two cuts.
  const stop = thread.subscribe(({ items }) => {
    if (items.length < heldAtCut + 6) return;
    heldAtCut = items.length;
    line.cut();
  });
  await Promise.all(sent);
  await eventually(() =>
    expect(texts(thread.getState().items)).toEqual(['Hello', 'Hello yourself', ...said]),
  );
  expect(heldAtCut).toBeGreaterThan(20);
  stop();
  for (const { client } of [ann, ben]) client.close();
  line.close();
});

test('WIRE-11: a session that is revoked elsewhere signs this device out at once', async () => {
  const ann = await join(origin, 'ann');
  const phone = await joinAgain(origin, ann);
  const sessions = await ann.client.account.listSessions();
  const other = sessions.find((session) => !session.current);
  if (other === undefined) throw new Error('the phone has no session');
  await ann.client.account.revokeSession(other.id);
  await eventually(() =>
    expect(phone.client.account.state.getState()).toEqual({ status: 'signedOut', because: 'revoked' }),
  );
  expect(phone.client.connection.getState().status).toBe('idle');
  ann.client.close();
});

test('a token that was kept signs in again; one that was signed out does not', async () => {
  const ann = await join(origin, 'ann');
  const token = ann.client.account.token();
  if (token === undefined) throw new Error('no token');
  ann.client.close();
  const later = createClient({ origin: origin, media: false, token });
  await later.account.resume();
  expect(later.account.state.getState()).toMatchObject({ status: 'signedIn', me: { person: ann.person } });
  await later.account.signOut();
  const tooLate = createClient({ origin: origin, media: false, token });
  await tooLate.account.resume();
  expect(tooLate.account.state.getState()).toEqual({ status: 'signedOut' });
});
