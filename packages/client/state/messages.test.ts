import fc from 'fast-check';
import { TYPING_TIMEOUT_MS } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ThreadItem } from '../api.ts';
import { BEN, createSignedInClient, Refusal } from '../testing/index.ts';
import type { TestClient } from '../testing/index.ts';
import { conversation, StoredThread } from './stored-thread.fixture.ts';

// Properties run many worlds; a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { id } = conversation;

async function createWorld(): Promise<TestClient & { stored: StoredThread }> {
  const signedIn = await createSignedInClient();
  return { ...signedIn, stored: new StoredThread(signedIn.server) };
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const texts = (items: readonly ThreadItem[]): string[] =>
  items.map((item) =>
    item.kind === 'call' ? 'call' : item.kind === 'pending' ? `(${item.text})` : item.text,
  );

describe('a thread', () => {
  test('is loaded when first asked for, and kept current', async () => {
    const { client, stored } = await createWorld();
    stored.write('one');
    const thread = client.messages.thread(id);
    expect(thread.getState().status).toBe('loading');
    await settle();
    stored.write('two');
    expect(texts(thread.getState().items)).toEqual(['one', 'two']);
    expect(thread.getState()).toMatchObject({ status: 'ready', hasEarlier: false });
  });

  test('earlier rows come page by page', async () => {
    const { client, stored } = await createWorld();
    for (let count = 1; count <= 120; count += 1) stored.write(`#${count}`, false);
    const thread = client.messages.thread(id);
    await settle();
    expect(thread.getState().items).toHaveLength(50);
    await client.messages.loadEarlier(id);
    await client.messages.loadEarlier(id);
    await client.messages.loadEarlier(id);
    expect(texts(thread.getState().items)).toEqual(stored.rows.map((row) => row.text));
    expect(thread.getState().hasEarlier).toBe(false);
  });

  test('a failed first reading is said, and made up for after the next welcome', async () => {
    const { client, server, stored } = await createWorld();
    stored.write('one', false);
    server.reachable = false;
    const thread = client.messages.thread(id);
    await settle();
    expect(thread.getState().status).toBe('failed');
    server.reachable = true;
    server.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(thread.getState().status).toBe('ready');
  });

  test('MSG-8: a gap that a frame shows is filled at once, and not shown meanwhile', async () => {
    const { client, stored } = await createWorld();
    stored.write('one', false);
    const thread = client.messages.thread(id);
    await settle();
    stored.write('two', false);
    stored.write('three');
    expect(texts(thread.getState().items)).toEqual(['one']);
    await settle();
    expect(texts(thread.getState().items)).toEqual(['one', 'two', 'three']);
  });

  test('after a reconnect only the threads are read that missed something', async () => {
    const { client, server, stored } = await createWorld();
    stored.write('one', false);
    client.messages.thread(id);
    await settle();
    let reads = 0;
    const list = server.endpoints.listMessages;
    server.endpoints.listMessages = (input) => {
      reads += 1;
      return list?.(input) ?? { messages: [], lastSeq: 0 };
    };
    server.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reads).toBe(0);
    server.drop();
    stored.write('two', false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reads).toBe(1);
  });

  test('far behind, it starts again from the latest page', async () => {
    const { client, server, stored } = await createWorld();
    stored.write('first', false);
    const thread = client.messages.thread(id);
    await settle();
    server.drop();
    for (let count = 0; count < 2_000; count += 1) stored.write(`#${count}`, false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(thread.getState().items.at(-1)).toEqual(stored.rows.at(-1));
    expect(thread.getState().items).toHaveLength(50);
    expect(thread.getState().hasEarlier).toBe(true);
  });

  test('MSG-8: frames dropped, repeated and reordered, connections lost: no gap and no duplicate', async () => {
    const step = fc.record({
      act: fc.constantFrom(
        'tell',
        'drop the frame',
        'tell late',
        'repeat',
        'send',
        'lose the connection',
        'wait',
      ),
      at: fc.nat(30),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { client, server, stored } = await createWorld();
        const thread = client.messages.thread(id);
        const late: (() => void)[] = [];
        for (const { act, at } of steps) {
          if (act === 'tell') stored.write(`told ${at}`);
          if (act === 'drop the frame') stored.write(`untold ${at}`, false);
          if (act === 'tell late') {
            const message = stored.write(`late ${at}`, false);
            late.push(() => server.emit({ type: 'message.created', message }));
          }
          const message = stored.rows[at];
          if (act === 'repeat' && message) server.emit({ type: 'message.created', message });
          if (act === 'send') void client.messages.send(id, `sent ${at}`);
          if (act === 'lose the connection') server.drop();
          if (act === 'wait') await vi.advanceTimersByTimeAsync(at * 100);
        }
        for (const tell of late.toReversed()) tell();
        server.drop();
        await vi.advanceTimersByTimeAsync(10_000);
        expect(thread.getState().items).toEqual(stored.rows);
        client.close();
      }),
      { numRuns: 40 },
    );
  });
});

describe('sending', () => {
  test('shows at once, and resolves with the stored row', async () => {
    const { client, stored } = await createWorld();
    const thread = client.messages.thread(id);
    await settle();
    const sent = client.messages.send(id, 'hello');
    expect(texts(thread.getState().items)).toEqual(['(hello)']);
    await expect(sent).resolves.toEqual(stored.rows[0]);
    expect(thread.getState().items).toEqual(stored.rows);
  });

  test('MSG-4: what no server would take is not sent', async () => {
    const { client, server } = await createWorld();
    for (const text of ['', ' \n', 'x'.repeat(4_001)]) {
      await expect(client.messages.send(id, text)).rejects.toMatchObject({ code: 'bad_request' });
    }
    expect(server.received).toHaveLength(0);
  });

  test('MSG-11: a refused message stays, with its reason, until it is sent or removed', async () => {
    const { client, server, stored } = await createWorld();
    const thread = client.messages.thread(id);
    await settle();
    await expect(client.messages.send(id, 'refuse me')).rejects.toMatchObject({ code: 'message_refused' });
    const failed = thread.getState().items[0];
    expect(failed).toMatchObject({ kind: 'pending', status: 'failed', error: 'message_refused' });
    if (failed?.kind !== 'pending') return;
    const take = server.frames['message.send'];
    server.frames['message.send'] = (frame) => take?.({ ...frame, text: 'taken' });
    client.messages.retry(id, failed.clientMsgId);
    await settle();
    expect(thread.getState().items).toEqual(stored.rows);
    server.frames['message.send'] = () => {
      throw new Refusal('message_refused');
    };
    await expect(client.messages.send(id, 'again')).rejects.toThrow();
    const again = thread.getState().items.at(-1);
    if (again?.kind === 'pending') client.messages.discard(id, again.clientMsgId);
    expect(thread.getState().items).toEqual(stored.rows);
  });

  test('a busy server is asked again after the time it names', async () => {
    const { client, server, stored } = await createWorld();
    const take = server.frames['message.send'];
    let asked = 0;
    server.frames['message.send'] = (frame) => {
      asked += 1;
      if (asked === 1) throw new Refusal('rate_limited', 4_000);
      return take?.(frame);
    };
    const sent = client.messages.send(id, 'hello');
    await vi.advanceTimersByTimeAsync(3_999);
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await expect(sent).resolves.toEqual(stored.rows[0]);
  });

  test('MSG-3: replies lost and connections dropped, each message is stored exactly once and in order', async () => {
    const fate = fc.constantFrom('answered', 'replyLost', 'frameLost', 'busy', 'dropped');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 12 }),
        fc.integer({ min: 1, max: 6 }),
        async (fates, count) => {
          const { client, server, stored } = await createWorld();
          const take = server.frames['message.send'];
          let at = 0;
          server.frames['message.send'] = (frame) => {
            const now = fates[at++] ?? 'answered';
            if (now === 'frameLost') return undefined;
            if (now === 'busy') throw new Refusal('unavailable');
            const result = take?.(frame);
            if (now === 'dropped') server.drop();
            return now === 'answered' ? result : undefined;
          };
          const written = Array.from({ length: count }, (_, number) => `m${number}`);
          const sent = Promise.all(written.map((text) => client.messages.send(id, text)));
          await vi.advanceTimersByTimeAsync(5 * 60_000);
          await expect(sent).resolves.toHaveLength(count);
          expect(texts(stored.rows)).toEqual(written);
          client.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what the peer does', () => {
  test('MSG-10: typing fades after 6 s, and ends with the message', async () => {
    const { client, server, stored } = await createWorld();
    const thread = client.messages.thread(id);
    await settle();
    const types = { type: 'typing.changed', conversationId: id, accountId: BEN.id, typing: true } as const;
    server.emit(types);
    expect(thread.getState().peerTyping).toBe(true);
    await vi.advanceTimersByTimeAsync(TYPING_TIMEOUT_MS);
    expect(thread.getState().peerTyping).toBe(false);
    server.emit(types);
    stored.write('done');
    expect(thread.getState().peerTyping).toBe(false);
    server.emit({ ...types, accountId: server.me.person.id });
    expect(thread.getState().peerTyping).toBe(false);
  });

  test('each message is announced once', async () => {
    const { client, server, stored } = await createWorld();
    const heard: string[] = [];
    const stop = client.messages.onMessage((message) => heard.push(message.text));
    const row = stored.write('one');
    server.emit({ type: 'message.created', message: row });
    await client.messages.send(id, 'mine');
    stop();
    stored.write('unheard');
    expect(heard).toEqual(['one']);
  });

  test('MSG-9: reading is told once, and clears the unread mark at once', async () => {
    const { client, server, stored } = await createWorld();
    server.frames['message.read'] = () => ({});
    await client.conversations.get(id);
    client.messages.thread(id);
    await settle();
    stored.write('one');
    stored.write('two');
    expect(client.conversations.state.getState().byId[id]?.unread).toBe(2);
    for (let count = 0; count < 3; count += 1) client.messages.markRead(id);
    expect(client.conversations.state.getState().byId[id]).toMatchObject({ unread: 0, readSeq: 2 });
    await settle();
    const told = server.received.filter((frame) => frame.type === 'message.read');
    expect(told).toMatchObject([{ readSeq: 2 }]);
  });
});

test('signing out forgets everything, and says so to whoever waits', async () => {
  const { client, server, stored } = await createWorld();
  stored.write('one');
  client.messages.thread(id);
  await settle();
  server.frames['message.send'] = () => undefined;
  const sent = client.messages.send(id, 'never');
  server.endpoints.signOut = () => ({});
  const lost = expect(sent).rejects.toMatchObject({ code: 'unauthenticated' });
  await client.account.signOut();
  await lost;
  expect(client.conversations.state.getState().inbox).toBeUndefined();
  expect(client.account.state.getState()).toEqual({ status: 'signedOut', because: 'signedOut' });
  expect(client.connection.getState().status).toBe('idle');
});
