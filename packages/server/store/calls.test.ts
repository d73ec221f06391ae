import { randomUUID } from 'node:crypto';
import { transition } from '@parley/core';
import type { Accepted, Ringing } from '@parley/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPair, newCallId, ring, say } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
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

const AS_NEW = { enhanced: false, preconnect: true, earlyVideo: false };
const HIDDEN = { ...AS_NEW, enhanced: true };

/** What may happen between judging and acting, and whether the verdict is old then. */
const MEANWHILE: Record<string, { happen: (pair: Pair) => Promise<unknown>; stops: boolean }> = {
  nothing: { happen: async () => undefined, stops: false },
  'the callee switches calling off': {
    happen: ({ callee }) =>
      callee.call('putCallSettings', { body: { ...callee.me.callSettings, enabled: false } }),
    stops: true,
  },
  'the callee unfollows the caller': {
    happen: ({ caller, callee }) => callee.call('unfollow', { params: { handle: caller.me.person.handle } }),
    stops: true,
  },
  'the callee blocks the caller': {
    happen: ({ caller, callee }) => callee.call('block', { params: { handle: caller.me.person.handle } }),
    stops: true,
  },
  'the callee wants to be hidden': {
    happen: ({ callee }) => callee.call('putCallPrivacy', { body: HIDDEN }),
    stops: true,
  },
  'the caller wants to be hidden': {
    happen: ({ caller }) => caller.call('putCallPrivacy', { body: HIDDEN }),
    stops: true,
  },
  'the callee wants nothing connected early': {
    happen: ({ callee }) => callee.call('putCallPrivacy', { body: { ...AS_NEW, preconnect: false } }),
    stops: true,
  },
  'the caller wants nothing connected early': {
    happen: ({ caller }) => caller.call('putCallPrivacy', { body: { ...AS_NEW, preconnect: false } }),
    stops: true,
  },
  'the caller shows their video early': {
    happen: ({ caller }) => caller.call('putCallPrivacy', { body: { ...AS_NEW, earlyVideo: true } }),
    stops: true,
  },
  'the callee shows theirs when they call': {
    happen: ({ callee }) => callee.call('putCallPrivacy', { body: { ...AS_NEW, earlyVideo: true } }),
    stops: false,
  },
  'the callee follows somebody else': {
    happen: async ({ callee }) => {
      const { caller } = await createPair(server.origin);
      await callee.call('follow', { params: { handle: caller.me.person.handle } });
    },
    stops: false,
  },
};

for (const [what, { happen, stops }] of Object.entries(MEANWHILE)) {
  test(`CON-10, CALL-36, PRIV-3: between judging an invite and inserting the call: ${what}`, async () => {
    const pair = await createPair(server.origin);
    const { calls } = server.ports.stores;
    const [id, callerId, calleeId] = [newCallId(), pair.caller.me.person.id, pair.callee.me.person.id];
    const sight = await calls.loadForInvite(id, { callerId, callerPlatform: 'web', calleeId });
    if (sight?.place === undefined) throw new Error('they have no conversation');
    await happen(pair);
    const call: Ringing = {
      state: 'ringing',
      id,
      conversationId: pair.conversationId,
      kind: 'audio',
      callerId,
      calleeId,
      callerDeviceId: pair.phone.deviceId,
      route: 'direct',
      preconnect: 'none',
      version: 1,
      createdAtMs: Date.now(),
      ringExpiresAtMs: Date.now() + 45_000,
    };
    expect((await calls.insert(call, 'web', { place: sight.place, connectsOn: [] })) === undefined).toBe(
      stops,
    );
    expect((await calls.find(id)) === undefined).toBe(stops);
  });

  test(`CON-10, PRIV-3: between judging an accept and saving it: ${what}`, async () => {
    const pair = await createPair(server.origin);
    const { calls } = server.ports.stores;
    const { id } = await ring(pair);
    const seen = await calls.loadWithFacts(id);
    if (seen === undefined) throw new Error('no call');
    await happen(pair);
    const by = { accountId: pair.callee.me.person.id, deviceId: pair.desk.deviceId };
    const step = transition(seen.call, { type: 'accept', by, route: 'direct', rolledOut: true }, Date.now());
    if (step.kind !== 'changed' || 'row' in step) throw new Error('not accepted');
    expect(await calls.saveAccepted(step.call, seen.factsStamp)).toBe(!stops);
  });
}

test('CALL-3: a change over an old version is not saved', async () => {
  const pair = await createPair(server.origin);
  const { calls } = server.ports.stores;
  const { id } = await ring(pair);
  const seen = await calls.loadWithFacts(id);
  if (seen?.call.state !== 'ringing') throw new Error('no ringing call');
  const { ringExpiresAtMs: _, ...base } = seen.call;
  const stale: Accepted = {
    ...base,
    state: 'accepted',
    version: 7,
    calleeDeviceId: pair.desk.deviceId,
    acceptedAtMs: Date.now(),
  };
  expect(await calls.saveAccepted(stale, seen.factsStamp)).toBe(false);
  expect(await calls.find(id)).toEqual(seen.call);
});

test('CON-6: a message of the callee between judging and ringing only makes the invite look again', async () => {
  const pair = await createPair(server.origin);
  const rounds = Array.from({ length: 5 }, (_, index) =>
    say(pair.desk, pair.conversationId, `chat ${index} ${randomUUID()}`),
  );
  const [call] = await Promise.all([ring(pair), ...rounds]);
  expect(call.state).toBe('ringing');
});
