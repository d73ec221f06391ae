import type { CallId, UpType } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { connect, createPair, newCallId, newHandle, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { offerOf, said } from '../testing/signals.ts';

let server: TestServer;
let pair: Pair;
let stranger: TestDevice;

beforeAll(async () => {
  server = await createTestServer();
  pair = await createPair(server.origin);
  stranger = await connectDevice(server.origin, await signUpPerson(server.origin, newHandle()));
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const FRAMES = {
  'call.cancel': {},
  'call.accept': {},
  'call.decline': {},
  'call.hang-up': { because: 'completed' },
  'call.signal': said({ kind: 'candidates', connection: 1, negotiation: 1, candidates: [] }),
  'call.offer': { signal: offerOf() },
  'call.attest': {},
  'call.move': { version: 2 },
} as const satisfies { [T in UpType]?: object };

type Frame = keyof typeof FRAMES;
type State = 'ringing' | 'accepted' | 'ended';
/** The phone calls; the desk answers where anybody does. */
type Who = 'stranger' | 'phone' | 'laptop' | 'desk' | 'tablet';

const NOT_THEIRS = { stranger: 'not_found' } as const;
const CALLERS_NOT = { ...NOT_THEIRS, phone: 'not_found', laptop: 'not_found' } as const;
const CALLEES_NOT = { ...NOT_THEIRS, desk: 'not_found', tablet: 'not_found' } as const;
const OTHER_DEVICES_NOT = { ...NOT_THEIRS, laptop: 'not_found', tablet: 'not_found' } as const;

function nobody(code: string): Record<Who, string> {
  return { ...NOT_THEIRS, phone: code, laptop: code, desk: code, tablet: code };
}

/** What must be refused, with what. What is missing here is somebody's right, and tested elsewhere. */
const REFUSED: Record<State, Record<Frame, Partial<Record<Who, string>>>> = {
  ringing: {
    'call.cancel': CALLEES_NOT,
    'call.accept': CALLERS_NOT,
    'call.decline': CALLERS_NOT,
    'call.hang-up': { ...NOT_THEIRS, desk: 'wrong_state', tablet: 'wrong_state' },
    'call.signal': nobody('wrong_state'),
    'call.offer': { ...OTHER_DEVICES_NOT, desk: 'not_found' },
    'call.attest': nobody('wrong_state'),
    'call.move': nobody('wrong_state'),
  },
  accepted: {
    'call.cancel': { ...CALLEES_NOT, phone: 'wrong_state', laptop: 'wrong_state' },
    'call.accept': { ...CALLERS_NOT, tablet: 'answered_elsewhere' },
    'call.decline': { ...CALLERS_NOT, desk: 'answered_elsewhere', tablet: 'answered_elsewhere' },
    'call.hang-up': OTHER_DEVICES_NOT,
    'call.signal': OTHER_DEVICES_NOT,
    'call.offer': { ...nobody('not_found'), phone: 'wrong_state' },
    'call.attest': OTHER_DEVICES_NOT,
    'call.move': NOT_THEIRS,
  },
  ended: {
    'call.cancel': CALLEES_NOT,
    'call.accept': { ...CALLERS_NOT, desk: 'call_over', tablet: 'call_over' },
    'call.decline': CALLERS_NOT,
    'call.hang-up': NOT_THEIRS,
    'call.signal': nobody('call_over'),
    'call.offer': { ...nobody('not_found'), phone: 'call_over' },
    'call.attest': nobody('call_over'),
    'call.move': nobody('call_over'),
  },
};

async function reach(state: State): Promise<CallId> {
  const { id } = state === 'ringing' ? await ring(pair) : await connect(pair);
  if (state === 'ended') await pair.desk.call('call.hang-up', { callId: id, because: 'completed' });
  return id;
}

async function leave(state: State, callId: CallId): Promise<void> {
  if (state === 'ringing') await pair.phone.call('call.cancel', { callId });
  if (state === 'accepted') await pair.phone.call('call.hang-up', { callId, because: 'completed' });
}

function ask(device: TestDevice, type: Frame, callId: CallId): Promise<object> {
  return device.ask(type, { ...FRAMES[type], callId });
}

for (const state of ['ringing', 'accepted', 'ended'] as const) {
  test(`CALL-6, CALL-13: every frame that nobody may send to a call that is ${state} changes nothing`, async () => {
    const callId = await reach(state);
    const before = await server.ports.stores.calls.find(callId);
    const { phone, laptop, desk, tablet } = pair;
    const devices: Record<Who, TestDevice> = { stranger, phone, laptop, desk, tablet };
    await Promise.all(Object.values(devices).map((device) => device.settle()));
    const seen = Object.values(devices).map((device) => device.events.length);
    // The keys of a literal, which Object.keys forgets.
    for (const type of Object.keys(FRAMES) as Frame[]) {
      for (const [who, code] of Object.entries(REFUSED[state][type]) as [Who, string][]) {
        expect(await ask(devices[who], type, callId), `${type} by ${who}`).toEqual({ code });
        expect(await server.ports.stores.calls.find(callId), `${type} by ${who}`).toEqual(before);
      }
    }
    await Promise.all(Object.values(devices).map((device) => device.settle()));
    expect(Object.values(devices).map((device) => device.events.length)).toEqual(seen);
    await leave(state, callId);
  });
}

test('CALL-6: frames about a call that never was are not_found', async () => {
  // The keys of a literal, which Object.keys forgets.
  for (const type of Object.keys(FRAMES) as Frame[]) {
    expect(await ask(pair.phone, type, newCallId())).toEqual({ code: 'not_found' });
  }
});

test('WIRE-1: a replayed accept, decline and hang-up of an ended call change nothing', async () => {
  const callId = await reach('ended');
  const before = await server.ports.stores.calls.find(callId);
  for (const type of ['call.decline', 'call.hang-up'] as const) await ask(pair.desk, type, callId);
  for (const type of ['call.cancel', 'call.hang-up'] as const) await ask(pair.phone, type, callId);
  expect(await pair.desk.fail('call.accept', { callId })).toBe('call_over');
  expect(await server.ports.stores.calls.find(callId)).toEqual(before);
});
