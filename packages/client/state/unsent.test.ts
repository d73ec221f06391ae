import fc from 'fast-check';
import { CLOSE } from '@parley/protocol';
import type { ClientMsgId } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PendingMessage, TextStorage, ThreadItem } from '../api.ts';
import { ANN, BEN, createMemoryStorage, createTestClient, fakeId, Refusal } from '../testing/index.ts';
import type { ScriptedServer, TestClient } from '../testing/index.ts';
import { KeptMessages, MOST_KEPT } from './kept-messages.ts';
import { conversation, StoredThread } from './stored-thread.fixture.ts';

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { id } = conversation;
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** The app starts, signed in by what was kept; `server`: the one that it knew before. */
async function start(storage: TextStorage, server?: ScriptedServer): Promise<TestClient> {
  const app = createTestClient({ storage, token: 'token' }, undefined, server);
  await app.client.account.resume();
  await settle();
  return app;
}

async function createWorld(): Promise<TestClient & { storage: TextStorage; stored: StoredThread }> {
  const storage = createMemoryStorage();
  const app = await start(storage);
  return { ...app, storage, stored: new StoredThread(app.server) };
}

/** The page goes without a word, as in a reload. */
function leave({ client, ports }: TestClient): void {
  ports.leave();
  client.close();
}

/** Nobody waits for the promise: what becomes of the message is in the thread. */
function send({ client }: TestClient, text: string): void {
  client.messages.send(id, text).catch(() => undefined);
}

async function items({ client }: TestClient): Promise<readonly ThreadItem[]> {
  client.messages.thread(id);
  await settle();
  return client.messages.thread(id).getState().items;
}

const pending = (number: number, more: Partial<PendingMessage> = {}): PendingMessage => ({
  kind: 'pending',
  clientMsgId: fakeId(number, 'f') as ClientMsgId,
  text: `m${number}`,
  createdAtMs: number,
  status: 'sending',
  ...more,
});

describe('MSG-11: unsent messages outlive the page', () => {
  test('written offline, shown again by the next page, and sent under the same ids', async () => {
    const world = await createWorld();
    const take = world.server.frames['message.send'];
    world.server.reachable = false;
    world.server.drop();
    send(world, 'first');
    send(world, 'second');
    const written = await items(world);
    leave(world);
    world.server.reachable = true;
    world.server.frames['message.send'] = () => undefined;
    const next = await start(world.storage, world.server);
    expect(await items(next)).toEqual(written);
    leave(next);
    if (take !== undefined) world.server.frames['message.send'] = take;
    const last = await start(world.storage, world.server);
    await vi.advanceTimersByTimeAsync(1_000);
    const { rows } = world.stored;
    expect(rows.map((row) => row.text)).toEqual(['first', 'second']);
    expect(rows.map((row) => row.clientMsgId)).toEqual(
      written.map((item) => (item.kind === 'pending' ? item.clientMsgId : '')),
    );
    expect(await items(last)).toEqual(rows);
    expect(new KeptMessages(world.storage, ANN.id).read()).toEqual([]);
  });

  test('MSG-3: stored by the server before the page went, it is not stored twice', async () => {
    const world = await createWorld();
    const take = world.server.frames['message.send'];
    world.server.frames['message.send'] = (frame) => {
      take?.(frame);
      return undefined;
    };
    send(world, 'told twice');
    await settle();
    leave(world);
    if (take !== undefined) world.server.frames['message.send'] = take;
    const next = await start(world.storage, world.server);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await items(next)).toEqual(world.stored.rows);
    expect(world.stored.rows).toHaveLength(1);
    expect(new KeptMessages(world.storage, ANN.id).read()).toEqual([]);
  });

  test('a refused one is refused still, can be sent again, and is gone once removed', async () => {
    const world = await createWorld();
    send(world, 'refuse me');
    await settle();
    leave(world);
    const next = await start(world.storage, world.server);
    const [failed] = await items(next);
    expect(failed).toMatchObject({ text: 'refuse me', status: 'failed', error: 'message_refused' });
    if (failed?.kind !== 'pending') return;
    next.client.messages.discard(id, failed.clientMsgId);
    leave(next);
    expect(await items(await start(world.storage, world.server))).toEqual([]);
  });

  test('pages come and go at any moment, replies are lost: each message is stored once, in order', async () => {
    const fate = fc.constantFrom('answered', 'replyLost', 'frameLost', 'busy', 'reload', 'reload');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 10 }),
        fc.integer({ min: 1, max: 5 }),
        async (fates, count) => {
          const world = await createWorld();
          let page: TestClient = world;
          const take = world.server.frames['message.send'];
          const left = [...fates];
          let wantsReload = false;
          world.server.frames['message.send'] = (frame) => {
            const now = left.shift() ?? 'answered';
            if (now === 'frameLost') return undefined;
            if (now === 'busy') throw new Refusal('unavailable');
            const reply = take?.(frame);
            wantsReload ||= now === 'reload';
            return now === 'answered' ? reply : undefined;
          };
          const written = Array.from({ length: count }, (_, number) => `m${number}`);
          for (const text of written) send(page, text);
          for (let second = 0; second < 240; second += 1) {
            await vi.advanceTimersByTimeAsync(1_000);
            if (!wantsReload) continue;
            wantsReload = false;
            leave(page);
            page = await start(world.storage, world.server);
          }
          expect(world.stored.rows.map((row) => row.text)).toEqual(written);
          leave(page);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('whose they are', () => {
  test('signing out leaves nothing on the device', async () => {
    const world = await createWorld();
    world.server.frames['message.send'] = () => undefined;
    world.server.endpoints.signOut = () => ({});
    send(world, 'private');
    await world.client.account.signOut();
    expect(world.storage.getItem(`parley.unsent.${ANN.id}`)).toBeNull();
  });

  test('a session that was ended elsewhere leaves them for the next sign-in', async () => {
    const world = await createWorld();
    world.server.frames['message.send'] = () => undefined;
    send(world, 'still here');
    world.server.drop(CLOSE.signedOut);
    const stored = new StoredThread(world.server);
    await world.client.account.signIn({ handle: ANN.handle, password: 'correct horse' });
    await settle();
    expect(stored.rows.map((row) => row.text)).toEqual(['still here']);
  });

  test('another account finds none of them, and does not touch them', () => {
    const storage = createMemoryStorage();
    const anns = new KeptMessages(storage, ANN.id);
    anns.put(id, [pending(1)]);
    const bens = new KeptMessages(storage, BEN.id);
    expect(bens.read()).toEqual([]);
    bens.clear();
    expect(anns.read()).toHaveLength(1);
  });

  test('pages side by side keep each other’s', () => {
    const storage = createMemoryStorage();
    const [one, other] = [new KeptMessages(storage, ANN.id), new KeptMessages(storage, ANN.id)];
    one.put(id, [pending(1)]);
    other.put(id, [pending(2)]);
    one.remove(pending(1).clientMsgId);
    expect(other.read()).toEqual([{ conversationId: id, pending: pending(2) }]);
  });
});

describe('what a browser keeps', () => {
  test('is bounded: the oldest stay, and the next ones follow as those are sent', () => {
    const kept = new KeptMessages(createMemoryStorage(), ANN.id);
    const all = Array.from({ length: MOST_KEPT + 20 }, (_, number) => pending(number + 1));
    kept.put(id, all);
    expect(kept.read().map((one) => one.pending)).toEqual(all.slice(0, MOST_KEPT));
    kept.remove(pending(1).clientMsgId);
    kept.put(id, all.slice(1));
    expect(kept.read().map((one) => one.pending)).toEqual(all.slice(1, MOST_KEPT + 1));
  });

  test('may have been written by anybody: what does not fit is passed over', () => {
    const storage = createMemoryStorage();
    const kept = new KeptMessages(storage, ANN.id);
    for (const text of ['not json', '{}', 'null', '[1, {"text": "x"}]']) {
      storage.setItem(`parley.unsent.${ANN.id}`, text);
      expect(kept.read()).toEqual([]);
    }
    kept.put(id, [pending(1, { status: 'failed', error: 'message_refused' })]);
    const known = storage.getItem(`parley.unsent.${ANN.id}`) ?? '';
    storage.setItem(`parley.unsent.${ANN.id}`, known.replace('message_refused', 'of_tomorrow'));
    expect(kept.read()[0]?.pending).toMatchObject({ status: 'failed', error: 'internal' });
  });

  test('may be nothing: messages are sent all the same', async () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    const world = await start({ getItem: refuse, setItem: refuse, removeItem: refuse });
    const stored = new StoredThread(world.server);
    send(world, 'hello');
    await settle();
    expect(stored.rows).toHaveLength(1);
  });
});
