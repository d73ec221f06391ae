import type { ContactId, ConversationId } from '@parley/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attach, createCodeLog, newPhone } from '../../testing/codes.ts';
import { write } from '../../testing/conversation.ts';
import { connectDevice } from '../../testing/device.ts';
import type { TestDevice } from '../../testing/device.ts';
import { recordEffects } from '../../testing/effects.ts';
import { newCallId, newHandle } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const codes = createCodeLog();
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ log: codes.log });
});
afterAll(async () => {
  await server.close();
  expect(codes.errors).toEqual([]);
});

/** The callee has written to the caller and follows nobody: only the address book can let the caller ring. */
interface Two {
  caller: TestPerson;
  callee: TestPerson;
  conversationId: ConversationId;
  number: string;
}

async function two(): Promise<Two> {
  const [caller, callee] = await Promise.all([
    signUpPerson(server.origin, newHandle()),
    signUpPerson(server.origin, newHandle()),
  ]);
  const conversationId = await write(server.ports, callee, caller);
  return { caller, callee, conversationId, number: newPhone() };
}

async function addToBook(owner: TestPerson, ...phones: string[]): Promise<ContactId> {
  const entries = [{ phones, emails: [] }];
  const [id] = (await owner.call('importContacts', { body: { entries } })).contactIds;
  if (id === undefined) throw new Error('no id');
  return id;
}

async function access({ caller, conversationId }: Two): Promise<string> {
  return (await caller.call('getConversation', { params: { conversationId } })).callAccess;
}

function invite(phone: TestDevice, callee: TestPerson): Promise<object> {
  return phone.ask('call.invite', { callId: newCallId(), calleeId: callee.me.person.id, kind: 'audio' });
}

/** `conversation.changed` for the caller alone. */
function changed({ caller, conversationId }: Two): object {
  return {
    kind: 'deliver',
    to: { accountId: caller.me.person.id },
    frame: { type: 'conversation.changed', conversationId },
  };
}

describe('BOOK-9, BOOK-13: a book that decides nothing tells nothing', () => {
  const MARKS: [string, (of: Two) => Promise<unknown>][] = [
    ['has blocked the caller', ({ callee, caller }) => block(callee, caller)],
    ['is blocked by the caller', ({ callee, caller }) => block(caller, callee)],
  ];
  const block = (who: TestPerson, whom: TestPerson) =>
    who.call('block', { params: { handle: whom.me.person.handle } });

  test.each(MARKS)('an owner who %s changes it, and the caller hears nothing', async (_, mark) => {
    const pair = await two();
    await attach(codes, pair.caller, 'phone', pair.number);
    await mark(pair);
    const effects = recordEffects(server.ports);
    const id = await addToBook(pair.callee, pair.number);
    await pair.callee.call('removeContact', { params: { contactId: id } });
    await addToBook(pair.callee, pair.number);
    await pair.callee.call('removeAllContacts', {});
    expect(effects).not.toContainEqual(changed(pair));
  });
});

describe('BOOK-13, CON-7: in the address book is who has verified an identifier that it holds', () => {
  test('a call rings because of the address book, and not before', async () => {
    const pair = await two();
    const [phone, desk] = await Promise.all([
      connectDevice(server.origin, pair.caller),
      connectDevice(server.origin, pair.callee),
    ]);
    const refusal = { code: 'call_unavailable' };
    expect(await invite(phone, pair.callee)).toEqual(refusal);
    await addToBook(pair.callee, pair.number);
    expect(await invite(phone, pair.callee)).toEqual(refusal);
    await attach(codes, pair.caller, 'phone', pair.number);
    expect(await access(pair)).toBe('allowed');
    expect(await invite(phone, pair.callee)).toMatchObject({ call: { state: 'ringing' } });
    const { call } = await desk.take('call.ringing');
    expect((await desk.call('call.accept', { callId: call.id })).call).toMatchObject({ state: 'accepted' });
  });

  test('a claim that is not proved, and the other way round, do not count', async () => {
    const pair = await two();
    await addToBook(pair.callee, pair.number);
    await pair.caller.call('addIdentifier', { body: { kind: 'phone', value: pair.number } });
    expect(await access(pair)).toBe('unavailable');
    // The caller's book says nothing about what the callee lets ring.
    const other = newPhone();
    await attach(codes, pair.callee, 'phone', other);
    await addToBook(pair.caller, other);
    expect(await access(pair)).toBe('unavailable');
  });

  test('PRIV-1: whom the callee has in the address book may connect directly', async () => {
    const pair = await two();
    await attach(codes, pair.caller, 'phone', pair.number);
    await addToBook(pair.callee, pair.number);
    const phone = await connectDevice(server.origin, pair.caller);
    expect(await invite(phone, pair.callee)).toMatchObject({ call: { route: 'direct' } });
  });

  test('an e-mail address does as well as a number', async () => {
    const pair = await two();
    const email = `${pair.caller.me.person.handle}@example.org`;
    await attach(codes, pair.caller, 'email', email);
    const entries = [{ phones: [], emails: [email] }];
    await pair.callee.call('importContacts', { body: { entries } });
    expect(await access(pair)).toBe('allowed');
  });
});

describe('BOOK-13, CON-11: the phone icon follows without a reload', () => {
  const CHANGES: Record<string, (pair: Two, id: ContactId) => Promise<unknown>> = {
    'the entry is removed': ({ callee }, id) => callee.call('removeContact', { params: { contactId: id } }),
    'the book is emptied': ({ callee }) => callee.call('removeAllContacts', {}),
    'the caller takes the number off': async ({ caller }) => {
      const [mine] = (await caller.call('listIdentifiers', {})).identifiers;
      if (mine === undefined) throw new Error('no number');
      return await caller.call('removeIdentifier', { params: { identifierId: mine.id } });
    },
    'somebody else proves the number': async ({ number }) =>
      await attach(codes, await signUpPerson(server.origin, newHandle()), 'phone', number),
  };
  test.each(Object.entries(CHANGES))('it goes when %s', async (_what, change) => {
    const pair = await two();
    await attach(codes, pair.caller, 'phone', pair.number);
    const id = await addToBook(pair.callee, pair.number);
    expect(await access(pair)).toBe('allowed');
    const effects = recordEffects(server.ports);
    await change(pair, id);
    expect(effects).toContainEqual(changed(pair));
    expect(await access(pair)).toBe('unavailable');
  });

  test('it comes when the entry is added, and when the number is proved', async () => {
    const pair = await two();
    const effects = recordEffects(server.ports);
    await attach(codes, pair.caller, 'phone', pair.number);
    expect(effects).not.toContainEqual(changed(pair));
    await addToBook(pair.callee, pair.number);
    expect(effects).toContainEqual(changed(pair));
    const second = await two();
    effects.splice(0);
    await addToBook(second.callee, second.number);
    expect(effects).not.toContainEqual(changed(second));
    await attach(codes, second.caller, 'phone', second.number);
    expect(effects).toContainEqual(changed(second));
  });

  test('nobody is told who could not call anyway: it would say whose book they are in', async () => {
    const { caller, callee, number } = await two();
    await attach(codes, caller, 'phone', number);
    const audiences = { addressBook: false, following: true, verified: true, everyone: false };
    await callee.call('putCallSettings', { body: { enabled: true, audiences, tellBusy: false } });
    const stranger = await signUpPerson(server.origin, newHandle());
    await write(server.ports, caller, stranger);
    const effects = recordEffects(server.ports);
    await addToBook(callee, number);
    await addToBook(stranger, number);
    expect(effects).toEqual([]);
  });
});

describe('BOOK-13, CON-10: a removal between judging and acting is seen', () => {
  test('a ring whose entry is gone at accept is not answered', async () => {
    const pair = await two();
    await attach(codes, pair.caller, 'phone', pair.number);
    const id = await addToBook(pair.callee, pair.number);
    const [phone, desk] = await Promise.all([
      connectDevice(server.origin, pair.caller),
      connectDevice(server.origin, pair.callee),
    ]);
    await invite(phone, pair.callee);
    const { call } = await desk.take('call.ringing');
    await pair.callee.call('removeContact', { params: { contactId: id } });
    expect(await desk.fail('call.accept', { callId: call.id })).toBe('call_over');
    expect((await phone.take('call.ended')).call.outcome).toBe('missed');
  });

  test('a node that remembers what it has judged looks again', async () => {
    const pair = await two();
    await attach(codes, pair.caller, 'phone', pair.number);
    const id = await addToBook(pair.callee, pair.number);
    const phone = await connectDevice(server.origin, pair.caller);
    const callId = newCallId();
    await phone.call('call.invite', { callId, calleeId: pair.callee.me.person.id, kind: 'audio' });
    await phone.call('call.cancel', { callId });
    // Past the announcement, as another node would see it.
    await server.ports.stores.contacts.delete(pair.callee.me.person.id, id);
    expect(await invite(phone, pair.callee)).toEqual({ code: 'call_unavailable' });
  });
});
