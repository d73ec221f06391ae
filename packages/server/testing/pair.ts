import { randomUUID } from 'node:crypto';
import { CallId, ClientMsgId } from '@parley/protocol';
import type { AcceptedCall, ConversationId, Message, RingingCall } from '@parley/protocol';
import { expect } from 'vitest';
import { connectDevice } from './device.ts';
import type { ConnectOptions, TestDevice } from './device.ts';
import { signUpPerson } from './person.ts';
import type { TestPerson } from './person.ts';

/** Two people who may call each other; the caller has a phone and a laptop, the callee a desk and a tablet. */
export interface Pair {
  caller: TestPerson;
  callee: TestPerson;
  conversationId: ConversationId;
  phone: TestDevice;
  laptop: TestDevice;
  desk: TestDevice;
  tablet: TestDevice;
}

export function newCallId(): CallId {
  return CallId.parse(randomUUID());
}

export function newHandle(): string {
  return `p_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
}

/** One message over the socket. */
export async function say(
  device: TestDevice,
  conversationId: ConversationId,
  text: string,
): Promise<Message> {
  const clientMsgId = ClientMsgId.parse(randomUUID());
  return (await device.call('message.send', { conversationId, clientMsgId, text })).message;
}

/** Opens the conversation of two people. */
export async function open(one: TestPerson, other: TestPerson): Promise<ConversationId> {
  return (await one.call('openConversation', { body: { handle: other.me.person.handle } })).id;
}

/** They follow each other and have both written (CON-6, CON-7). */
export async function createPair(origin: string, options: Pick<ConnectOptions, 'signs'> = {}): Promise<Pair> {
  const [caller, callee] = await Promise.all([
    signUpPerson(origin, newHandle()),
    signUpPerson(origin, newHandle()),
  ]);
  await caller.call('follow', { params: { handle: callee.me.person.handle } });
  await callee.call('follow', { params: { handle: caller.me.person.handle } });
  const conversationId = await open(caller, callee);
  const [phone, laptop, desk, tablet] = await Promise.all([
    connectDevice(origin, caller, options),
    connectDevice(origin, caller, options),
    connectDevice(origin, callee, options),
    connectDevice(origin, callee, options),
  ]);
  await say(phone, conversationId, 'hello');
  await say(desk, conversationId, 'hello back');
  return { caller, callee, conversationId, phone, laptop, desk, tablet };
}

/** The phone rings the callee. */
export async function ring(pair: Pair): Promise<RingingCall> {
  const frame = { callId: newCallId(), calleeId: pair.callee.me.person.id, kind: 'audio' } as const;
  const { call } = await pair.phone.call('call.invite', frame);
  if (call.state !== 'ringing') throw new Error(`the call is ${call.state}`);
  return call;
}

/** The phone rings and the desk answers. */
export async function connect(pair: Pair): Promise<AcceptedCall> {
  const { id } = await ring(pair);
  const { call } = await pair.desk.call('call.accept', { callId: id });
  if (call.state !== 'accepted') throw new Error(`the call is ${call.state}`);
  return call;
}

/** The rows that ended calls have left in the thread, as one person sees them. */
export async function callRows(person: TestPerson, conversationId: ConversationId): Promise<Message[]> {
  const { messages, lastSeq } = await person.call('listMessages', {
    params: { conversationId },
    query: { limit: 100 },
  });
  // Gap-free, whatever has happened (MSG-2).
  expect(messages.map((message) => message.seq)).toEqual(
    messages.map((_, index) => lastSeq - messages.length + 1 + index),
  );
  return messages.filter((message) => message.kind === 'call');
}
