import type { CallMessage, MessageId } from '@parley/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BENS_CALL, callWords } from '../call/scripted-call.fixture.ts';
import { ANN, BEN, createSignedInClient, fakeConversation, fakeId } from '../testing/index.ts';
import type { TestClient } from '../testing/index.ts';
import { readSoon } from './read-soon.ts';

let at: TestClient;
const reads = { getMe: 0, listConversations: 0 };

beforeEach(async () => {
  vi.useFakeTimers();
  at = await createSignedInClient();
  await vi.advanceTimersByTimeAsync(1_000);
  const { endpoints } = at.server;
  reads.getMe = 0;
  reads.listConversations = 0;
  endpoints.getMe = () => {
    reads.getMe += 1;
    return { ...at.server.me, callsAvailable: isAvailable };
  };
  endpoints.listConversations = ({ query }) => {
    reads.listConversations += 1;
    const conversation = fakeConversation({ callAccess: isAvailable ? 'allowed' : 'notRolledOut' });
    return { conversations: query.folder === 'inbox' ? [conversation] : [], requestCount: 0 };
  };
  isAvailable = true;
});
afterEach(() => void vi.useRealTimers());

let isAvailable = true;
const seen = () => {
  const account = at.client.account.state.getState();
  const conversation = at.client.conversations.state.getState().byId[fakeConversation().id];
  return [account.status === 'signedIn' && account.me.callsAvailable, conversation?.callAccess];
};
const told = async (): Promise<void> => {
  at.server.emit({ type: 'feature.changed' });
  await vi.advanceTimersByTimeAsync(300);
};

/** The row of a call of Ben's that nobody here answered. */
function missedCall(number: number): CallMessage {
  return {
    kind: 'call',
    // A test's own ids; the brands say what they name.
    id: fakeId(number, 'e') as MessageId,
    callId: fakeId(number, 'f') as CallMessage['callId'],
    conversationId: fakeConversation().id,
    authorId: BEN.id,
    seq: number,
    createdAtMs: Date.now(),
    callKind: 'audio',
    outcome: 'missed',
    durationMs: 0,
    notice: true,
  };
}

test('ROLL-7, ROLL-9: calls that are taken and given again show without a reload', async () => {
  isAvailable = false;
  await told();
  expect(seen()).toEqual([false, 'notRolledOut']);
  isAvailable = true;
  await told();
  expect(seen()).toEqual([true, 'allowed']);
});

test('ROLL-9: many changes at once are read once', async () => {
  for (let count = 0; count < 20; count += 1) at.server.emit({ type: 'feature.changed' });
  await vi.advanceTimersByTimeAsync(1_000);
  // The inbox and the requests.
  expect(reads).toEqual({ getMe: 1, listConversations: 2 });
});

test('ROLL-9: clients that are told together do not ask together', () => {
  const order: number[] = [];
  const shares = [0.9, 0.1, 0.5];
  for (const share of shares)
    readSoon(
      () => share,
      () => order.push(share),
    ).ask();
  vi.advanceTimersByTime(300);
  expect(order).toEqual([0.1, 0.5, 0.9]);
});

test('ROLL-9: who signs out meanwhile reads nothing more', async () => {
  at.server.endpoints.signOut = () => ({});
  at.server.emit({ type: 'feature.changed' });
  await at.client.account.signOut();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toEqual({ getMe: 0, listConversations: 0 });
});

test('ROLL-7: what rings on a device that loses calls stops ringing, and says nothing to the server', async () => {
  const words = callWords({ id: BENS_CALL, kind: 'audio', caller: BEN, callee: ANN });
  at.server.emit({ type: 'call.ringing', call: words.ringing(), peer: BEN });
  expect(at.client.calls.state.getState().incoming).toHaveLength(1);
  isAvailable = false;
  await told();
  expect(at.client.calls.state.getState().incoming).toEqual([]);
  expect(at.server.received.filter(({ type }) => type !== 'ping')).toEqual([]);
});

test('ROLL-7: without calls there is no notice of a missed one', async () => {
  const missed = vi.fn();
  at.client.calls.onMissed(missed);
  // Not behind its own rows, or the client would read it again and again.
  at.server.endpoints.getConversation = () => fakeConversation({ lastSeq: 2 });
  isAvailable = false;
  await told();
  at.server.emit({ type: 'message.created', message: missedCall(1) });
  await vi.advanceTimersByTimeAsync(10);
  expect(missed).not.toHaveBeenCalled();
  isAvailable = true;
  await told();
  at.server.emit({ type: 'message.created', message: missedCall(2) });
  await vi.advanceTimersByTimeAsync(10);
  expect(missed).toHaveBeenCalledTimes(1);
});
