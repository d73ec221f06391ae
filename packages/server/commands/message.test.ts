import { randomUUID } from 'node:crypto';
import { ClientMsgId, ConversationId } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { createPair, newHandle, open, say } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

interface Strangers {
  sender: TestPerson;
  receiver: TestPerson;
  conversationId: ConversationId;
  from: TestDevice;
  to: TestDevice;
}

async function createStrangers(): Promise<Strangers> {
  const [sender, receiver] = [
    await signUpPerson(server.origin, newHandle()),
    await signUpPerson(server.origin, newHandle()),
  ];
  const conversationId = await open(sender, receiver);
  const [from, to] = [
    await connectDevice(server.origin, sender),
    await connectDevice(server.origin, receiver),
  ];
  return { sender, receiver, conversationId, from, to };
}

function look(person: TestPerson, conversationId: ConversationId) {
  return person.call('getConversation', { params: { conversationId } });
}

function newMessage(conversationId: ConversationId, text: string) {
  return { conversationId, clientMsgId: ClientMsgId.parse(randomUUID()), text };
}

test('MSG-8: a message reaches all devices of both and its reply the sending one', async () => {
  const { phone, laptop, desk, tablet, conversationId } = await createPair(server.origin);
  for (const device of [laptop, desk, tablet]) await device.settle();
  const message = await say(phone, conversationId, 'Grüße <b>&amp;</b> 👋');
  expect(message).toMatchObject({ kind: 'text', text: 'Grüße <b>&amp;</b> 👋', seq: 3 });
  for (const device of [laptop, desk, tablet]) {
    await device.settle();
    expect(device.events).toContainEqual({ type: 'message.created', message });
  }
});

test('MSG-3: repeats, one after another and side by side, are answered with the one stored message', async () => {
  const { phone, laptop, desk, conversationId, caller } = await createPair(server.origin);
  await desk.settle();
  const frame = newMessage(conversationId, 'once');
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? phone : laptop).call('message.send', frame)),
  );
  const again = await phone.call('message.send', { ...frame, text: 'another text does not count' });
  const [first] = replies;
  for (const reply of [...replies, again]) expect(reply).toEqual(first);
  await desk.settle();
  const heard = desk.events.filter((event) => event.type === 'message.created' && event.message.seq === 3);
  expect(heard).toHaveLength(1);
  const page = await caller.call('listMessages', { params: { conversationId }, query: {} });
  expect(page.messages.map((message) => message.seq)).toEqual([1, 2, 3]);
});

test('MSG-2: fifty messages sent at once by both sides get seqs without gaps, in the order of their devices', async () => {
  const { phone, laptop, desk, tablet, conversationId, caller } = await createPair(server.origin);
  const devices = [phone, laptop, desk, tablet];
  const sent = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      say(devices[index % 4] ?? phone, conversationId, `number ${index}`),
    ),
  );
  expect(sent.map((message) => message.seq).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, i) => i + 3),
  );
  for (let device = 0; device < 4; device += 1) {
    const seqs = sent.filter((_, index) => index % 4 === device).map((message) => message.seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  }
  const { lastSeq } = await look(caller, conversationId);
  expect(lastSeq).toBe(52);
}, 15_000);

test('MSG-8: pages go backwards and forwards without gap or repetition', async () => {
  const { phone, conversationId, callee } = await createPair(server.origin);
  for (let index = 0; index < 8; index += 1) await say(phone, conversationId, `row ${index}`);
  const seqs = async (query: object) => {
    const page = await callee.call('listMessages', { params: { conversationId }, query });
    expect(page.lastSeq).toBe(10);
    return page.messages.map((message) => message.seq);
  };
  expect(await seqs({ limit: 4 })).toEqual([7, 8, 9, 10]);
  expect(await seqs({ beforeSeq: 7, limit: 4 })).toEqual([3, 4, 5, 6]);
  expect(await seqs({ beforeSeq: 3, limit: 4 })).toEqual([1, 2]);
  expect(await seqs({ afterSeq: 0, limit: 4 })).toEqual([1, 2, 3, 4]);
  expect(await seqs({ afterSeq: 9 })).toEqual([10]);
  expect(await seqs({ afterSeq: 10 })).toEqual([]);
  expect(await seqs({ beforeSeq: -5 })).toEqual([]);
  expect(await seqs({ beforeSeq: 99_999_999_999 })).toHaveLength(10);
});

test('MSG-5: a first message from somebody whom the receiver does not follow waits in Requests', async () => {
  const { sender, receiver, conversationId, from, to } = await createStrangers();
  expect((await sender.call('listConversations', { query: { folder: 'inbox' } })).conversations).toEqual([]);
  await say(from, conversationId, 'hello, stranger');
  expect((await to.take('message.created')).message.authorId).toBe(sender.me.person.id);
  await to.take('conversation.changed');
  const requests = await receiver.call('listConversations', { query: { folder: 'requests' } });
  expect(requests).toMatchObject({ requestCount: 1, conversations: [{ id: conversationId, unread: 1 }] });
  expect((await receiver.call('listConversations', { query: { folder: 'inbox' } })).conversations).toEqual(
    [],
  );
  expect((await look(sender, conversationId)).folder).toBe('inbox');
});

test('MSG-6: while it waits in Requests, the sender sees neither receipts nor typing; accepting shows them', async () => {
  const { sender, receiver, conversationId, from, to } = await createStrangers();
  await say(from, conversationId, 'hello, stranger');
  await to.call('message.read', { conversationId, readSeq: 1 });
  await to.call('typing.set', { conversationId, typing: true });
  await from.settle();
  expect(from.events.map((event) => event.type)).not.toContain('conversation.read');
  expect(from.events.map((event) => event.type)).not.toContain('typing.changed');
  expect((await look(sender, conversationId)).peerReadSeq).toBe(0);
  expect((await look(receiver, conversationId)).unread).toBe(0);

  await receiver.call('acceptRequest', { params: { conversationId } });
  await from.take('conversation.changed');
  expect((await look(sender, conversationId)).peerReadSeq).toBe(1);
  await to.call('typing.set', { conversationId, typing: true });
  expect(await from.take('typing.changed')).toMatchObject({ accountId: receiver.me.person.id, typing: true });
});

test('MSG-5: replying accepts the request, and so does following its sender', async () => {
  const replied = await createStrangers();
  await say(replied.from, replied.conversationId, 'hello');
  await say(replied.to, replied.conversationId, 'hello yourself');
  expect((await look(replied.receiver, replied.conversationId)).folder).toBe('inbox');

  const followed = await createStrangers();
  await say(followed.from, followed.conversationId, 'hello');
  await followed.receiver.call('follow', { params: { handle: followed.sender.me.person.handle } });
  expect((await look(followed.receiver, followed.conversationId)).folder).toBe('inbox');
});

test('MSG-5: a message from somebody whom the receiver follows goes to the inbox', async () => {
  const { sender, receiver, conversationId, from } = await createStrangers();
  await receiver.call('follow', { params: { handle: sender.me.person.handle } });
  await say(from, conversationId, 'you follow me');
  expect((await look(receiver, conversationId)).folder).toBe('inbox');
});

for (const blocker of ['caller', 'callee'] as const) {
  test(`MSG-7: when the ${blocker} blocks, nobody can send and both can read`, async () => {
    const pair = await createPair(server.origin);
    const { conversationId } = pair;
    const blocked = blocker === 'caller' ? pair.callee : pair.caller;
    await pair[blocker].call('block', { params: { handle: blocked.me.person.handle } });
    for (const device of [pair.phone, pair.desk]) {
      expect(await device.fail('message.send', newMessage(conversationId, 'no'))).toBe('message_refused');
      await device.call('typing.set', { conversationId, typing: true });
    }
    for (const device of [pair.phone, pair.desk]) {
      await device.settle();
      expect(device.events.map((event) => event.type)).not.toContain('typing.changed');
    }
    for (const person of [pair.caller, pair.callee]) {
      const page = await person.call('listMessages', { params: { conversationId }, query: {} });
      expect(page.messages).toHaveLength(2);
    }
  });
}

test('MSG-9: read state only grows, ends at the last row, and is told to both', async () => {
  const { phone, laptop, desk, conversationId, caller, callee } = await createPair(server.origin);
  for (let index = 0; index < 3; index += 1) await say(desk, conversationId, `row ${index}`);
  expect((await look(caller, conversationId)).unread).toBe(4);
  await phone.call('message.read', { conversationId, readSeq: 4 });
  for (const device of [laptop, desk]) {
    expect(await device.take('conversation.read')).toMatchObject({
      readerId: caller.me.person.id,
      readSeq: 4,
    });
  }
  await phone.call('message.read', { conversationId, readSeq: 2 });
  await phone.call('message.read', { conversationId, readSeq: 2 ** 40 });
  expect(await desk.take('conversation.read')).toMatchObject({ readSeq: 5 });
  expect((await look(caller, conversationId)).unread).toBe(0);
  expect((await look(callee, conversationId)).peerReadSeq).toBe(5);
});

test('MSG-1: both open the same conversation, also at the same moment', async () => {
  const [one, other] = [
    await signUpPerson(server.origin, newHandle()),
    await signUpPerson(server.origin, newHandle()),
  ];
  const opened = await Promise.all([open(one, other), open(other, one), open(one, other), open(other, one)]);
  expect(new Set(opened).size).toBe(1);
  const own = { body: { handle: one.me.person.handle } };
  expect((await one.fail('openConversation', own)).code).toBe('bad_request');
  expect((await one.fail('openConversation', { body: { handle: newHandle() } })).code).toBe('not_found');
});

test('MSG-2: a conversation of others is not_found for every frame and address', async () => {
  const { conversationId } = await createPair(server.origin);
  const stranger = await signUpPerson(server.origin, newHandle());
  const device = await connectDevice(server.origin, stranger);
  for (const id of [conversationId, ConversationId.parse(randomUUID())]) {
    expect(await device.fail('message.send', newMessage(id, 'let me in'))).toBe('not_found');
    expect(await device.fail('message.read', { conversationId: id, readSeq: 1 })).toBe('not_found');
    expect(await device.fail('typing.set', { conversationId: id, typing: true })).toBe('not_found');
    const params = { conversationId: id };
    expect((await stranger.fail('getConversation', { params })).code).toBe('not_found');
    expect((await stranger.fail('acceptRequest', { params })).code).toBe('not_found');
    expect((await stranger.fail('listMessages', { params, query: {} })).code).toBe('not_found');
  }
});

test('MSG-8: conversations are listed by their latest activity, a page at a time', async () => {
  const me = await signUpPerson(server.origin, newHandle());
  const device = await connectDevice(server.origin, me);
  const ids: ConversationId[] = [];
  for (let index = 0; index < 3; index += 1) {
    ids.push(await open(me, await signUpPerson(server.origin, newHandle())));
  }
  for (const id of ids) await say(device, id, 'hello');
  const { conversations } = await me.call('listConversations', { query: { folder: 'inbox', limit: 2 } });
  expect(conversations.map((conversation) => conversation.id)).toEqual([ids[2], ids[1]]);
  const beforeMs = conversations[1]?.lastActivityAtMs;
  const rest = await me.call('listConversations', { query: { folder: 'inbox', beforeMs } });
  expect(rest.conversations.map((conversation) => conversation.id)).toEqual([ids[0]]);
  expect(rest.conversations[0]?.lastMessage).toMatchObject({ kind: 'text', text: 'hello' });
});
