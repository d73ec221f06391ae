import type { CallView } from '@parley/client';
import type { CallId } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { startServerProcess } from '../fixtures/server-process.ts';
import { befriend, eventually, join, joinAgain, nextRing } from './people.fixture.ts';
import type { Someone } from './people.fixture.ts';

// Real time on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const origin = inject('origin');

let ann: Someone;
let ben: Someone;
beforeEach(async () => {
  [ann, ben] = [await join(origin, 'ann'), await join(origin, 'ben')];
  await befriend(ann, ben);
});
afterEach(() => {
  for (const { client } of [ann, ben]) client.close();
});

const outcomeOf = async (someone: Someone, callId: CallId): Promise<CallView['ended']> =>
  (await someone.client.calls.until(callId, 'ended')).ended;

/** One rings, the other accepts. */
async function talk(caller: Someone, callee: Someone): Promise<CallId> {
  const rang = nextRing(callee);
  const callId = caller.client.calls.place(callee.person, 'audio');
  (await rang).actions.accept?.();
  await Promise.all([caller, callee].map(({ client }) => client.calls.until(callId, 'connected')));
  return callId;
}

describe('a call’s signalling, against a real server', () => {
  test('CALL-1: is accepted, hung up, and over for both', async () => {
    const callId = await talk(ann, ben);
    ben.client.calls.get(callId)?.actions.hangUp?.();
    expect(await outcomeOf(ann, callId)).toMatchObject({ outcome: 'completed', elsewhere: false });
    expect(await outcomeOf(ben, callId)).toMatchObject({ outcome: 'completed' });
    const [record] = await ann.client.calls.history();
    expect(record).toMatchObject({ id: callId, direction: 'outgoing', outcome: 'completed' });
  });

  test('CALL-1: is declined', async () => {
    const rang = nextRing(ben);
    const callId = ann.client.calls.place(ben.person, 'video');
    const ended = outcomeOf(ann, callId);
    (await rang).actions.decline?.();
    expect(await ended).toMatchObject({ outcome: 'declined' });
  });

  test('CALL-9: is cancelled; the callee is told once that it was missed', async () => {
    const missed = vi.fn();
    ben.client.calls.onMissed(missed);
    const rang = nextRing(ben);
    const callId = ann.client.calls.place(ben.person, 'audio');
    await rang;
    ann.client.calls.get(callId)?.actions.cancel?.();
    await eventually(() => expect(missed).toHaveBeenCalledTimes(1));
    expect(missed.mock.calls[0]?.[0]).toMatchObject({ peer: { id: ann.person.id }, kind: 'audio' });
    expect(ben.client.calls.state.getState().incoming).toEqual([]);
  });

  test('CALL-5: rings on all devices; where one answers, the other stops', async () => {
    const phone = await joinAgain(origin, ben);
    const rings = [nextRing(ben), nextRing(phone)];
    const callId = ann.client.calls.place(ben.person, 'audio');
    const [atDesk] = await Promise.all(rings);
    const elsewhere = outcomeOf(phone, callId);
    atDesk?.actions.accept?.();
    expect(await elsewhere).toMatchObject({ elsewhere: true });
    await ann.client.calls.until(callId, 'connected');
    phone.client.close();
  });

  test('CALL-8: both calling at once is one call, connected', async () => {
    const ids = [ann.client.calls.place(ben.person, 'audio'), ben.client.calls.place(ann.person, 'audio')];
    const current = () => [ann, ben].map(({ client }) => client.calls.state.getState().current);
    await eventually(() => expect(current().map((call) => call?.phase)).toEqual(['connected', 'connected']));
    const [anns, bens] = current();
    expect(anns?.callId).toBe(bens?.callId);
    expect(ids).toContain(anns?.callId);
  });

  test('CON-9: who may not ring learns so, and nothing rings', async () => {
    const eve = await join(origin, 'eve');
    const rang = vi.fn();
    ben.client.calls.onIncoming(rang);
    const callId = eve.client.calls.place(ben.person, 'audio');
    expect(await outcomeOf(eve, callId)).toMatchObject({ refused: 'call_unavailable' });
    expect(rang).not.toHaveBeenCalled();
    eve.client.close();
  });

  test('CALL-12: blocking ends the running call', async () => {
    const callId = await talk(ann, ben);
    const ended = outcomeOf(ann, callId);
    await ben.client.people.block(ann.person.handle);
    expect(await ended).toMatchObject({ outcome: 'completed' });
  });

  test('signing out hangs up', async () => {
    const callId = await talk(ann, ben);
    const ended = outcomeOf(ben, callId);
    await ann.client.account.signOut();
    expect(await ended).toMatchObject({ outcome: 'completed' });
  });
});

test('CALL-26: a server that crashes and comes back does not disturb a call', async () => {
  const server = await startServerProcess();
  const [eve, sam] = [await join(server.origin, 'eve'), await join(server.origin, 'sam')];
  await befriend(eve, sam);
  const callId = await talk(eve, sam);
  await server.kill();
  await eventually(() => expect(eve.client.connection.getState().status).toBe('offline'));
  await server.start();
  await Promise.all([eve, sam].map(({ client }) => client.online()));
  // Long enough for the welcome's list of calls and the first attest to be answered.
  await eve.client.account.listSessions();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect([eve, sam].map(({ client }) => client.calls.get(callId)?.phase)).toEqual(['connected', 'connected']);
  eve.client.calls.get(callId)?.actions.hangUp?.();
  expect(await outcomeOf(sam, callId)).toMatchObject({ outcome: 'completed' });
  for (const { client } of [eve, sam]) client.close();
  await server.dispose();
});
