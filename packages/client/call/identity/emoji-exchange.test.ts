import type { CallId } from '@parley/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeId } from '../../testing/fake-ports.ts';
import { EmojiExchange } from './emoji-exchange.ts';
import type { EmojiParts } from './emoji-exchange.ts';
import { EmojiCommit, EmojiReveal } from './emoji-messages.ts';
import type { EmojiMessage } from './emoji-messages.ts';
import { fingerprintOf } from './sdp.fixture.ts';

const PARTS: EmojiParts = {
  // The test's own id; the brand says what it names.
  callId: fakeId(1, 'a') as CallId,
  connection: 1,
  callerFingerprint: fingerprintOf('A1'),
  calleeFingerprint: fingerprintOf('B2'),
  callerKey: 'caller-key',
  calleeKey: 'callee-key',
};

/** One end, and what it has said and shown. */
function end(side: 'caller' | 'callee', parts: Partial<EmojiParts> = {}, nonce?: string) {
  const said: EmojiMessage[] = [];
  const shown: (readonly string[])[] = [];
  let cheated = 0;
  const exchange = new EmojiExchange(
    side,
    { ...PARTS, ...parts },
    {
      send: (message) => void said.push(message),
      onReady: (emoji) => void shown.push(emoji),
      onCheated: () => void (cheated += 1),
    },
    nonce,
  );
  return { exchange, said, shown, cheated: () => cheated };
}

type End = ReturnType<typeof end>;

/** Hashes that are being made, on a thread of the platform's. */
const hashing = new Set<Promise<unknown>>();
beforeEach(() => {
  const digest = crypto.subtle.digest.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, 'digest').mockImplementation((...given) => {
    const made = digest(...given);
    hashing.add(made);
    return made.finally(() => hashing.delete(made));
  });
});
afterEach(() => void vi.restoreAllMocks());

/** Until nothing is under way, however busy the machine is. */
const settle = async (): Promise<void> => {
  do {
    await Promise.all(hashing);
    await new Promise((resolve) => setTimeout(resolve));
  } while (hashing.size > 0);
};

/** Carries everything over until nobody says anything more. */
async function talk(one: End, other: End): Promise<void> {
  for (;;) {
    await settle();
    const forOther = one.said.splice(0);
    const forOne = other.said.splice(0);
    if (forOther.length + forOne.length === 0) return;
    for (const message of forOther) other.exchange.onMessage(message);
    for (const message of forOne) one.exchange.onMessage(message);
  }
}

async function emojiOf(caller: Partial<EmojiParts>, callee: Partial<EmojiParts>) {
  const [one, other] = [end('caller', caller, 'c'.repeat(43)), end('callee', callee, 'd'.repeat(43))];
  one.exchange.onOpen();
  other.exchange.onOpen();
  await talk(one, other);
  return [one.shown, other.shown];
}

test('CALL-64: the same four on both sides, once, whoever opens first', async () => {
  for (const callerFirst of [true, false]) {
    const [caller, callee] = [end('caller'), end('callee')];
    for (const one of callerFirst ? [caller, callee] : [callee, caller]) {
      one.exchange.onOpen();
      await settle();
    }
    await talk(caller, callee);
    expect(caller.shown).toHaveLength(1);
    expect(caller.shown[0]).toHaveLength(4);
    expect(callee.shown).toEqual(caller.shown);
    expect(caller.cheated() + callee.cheated()).toBe(0);
  }
});

test('CALL-65: the caller commits, the callee reveals, the caller reveals; all of it fits the wire', async () => {
  const [caller, callee] = [end('caller'), end('callee')];
  callee.exchange.onOpen();
  await settle();
  expect(callee.said).toEqual([]);
  caller.exchange.onOpen();
  await settle();
  const [commit] = caller.said.splice(0);
  expect(EmojiCommit.safeParse(commit).success).toBe(true);
  if (commit !== undefined) callee.exchange.onMessage(commit);
  await settle();
  const [revealed] = callee.said.splice(0);
  expect(EmojiReveal.safeParse(revealed).success).toBe(true);
  expect(callee.shown).toEqual([]);
  if (revealed !== undefined) caller.exchange.onMessage(revealed);
  await settle();
  expect(EmojiReveal.safeParse(caller.said[0]).success).toBe(true);
});

test.each<[string, Partial<EmojiParts>]>([
  ['call', { callId: fakeId(2, 'a') as CallId }],
  ['connection', { connection: 2 }],
  ["caller's certificate", { callerFingerprint: fingerprintOf('C3') }],
  ["callee's certificate", { calleeFingerprint: fingerprintOf('C3') }],
  ["caller's key", { callerKey: 'mallory' }],
  ["callee's key", { calleeKey: 'mallory' }],
])('CALL-64: the emoji stand for the %s', async (_what, other) => {
  const [[usual], [changed]] = [await emojiOf({}, {}), await emojiOf(other, other)];
  expect(changed?.[0]).toHaveLength(4);
  expect(changed).not.toEqual(usual);
});

test('CALL-64: the sides are not interchangeable', async () => {
  const swapped = {
    callerFingerprint: PARTS.calleeFingerprint,
    calleeFingerprint: PARTS.callerFingerprint,
    callerKey: PARTS.calleeKey,
    calleeKey: PARTS.callerKey,
  };
  expect(await emojiOf(swapped, swapped)).not.toEqual(await emojiOf({}, {}));
});

test('CALL-64: somebody in between with certificates and keys of their own shows different emoji to the two', async () => {
  const toAnn = { calleeFingerprint: fingerprintOf('E5'), calleeKey: 'mallory' };
  const toBen = { callerFingerprint: fingerprintOf('E6'), callerKey: 'mallory' };
  const [ann, ben] = [end('caller', toAnn), end('callee', toBen)];
  const [asBen, asAnn] = [end('callee', toAnn), end('caller', toBen)];
  for (const one of [ann, ben, asBen, asAnn]) one.exchange.onOpen();
  await talk(ann, asBen);
  await talk(asAnn, ben);
  expect(ann.shown[0]).toHaveLength(4);
  expect(ben.shown[0]).toHaveLength(4);
  expect(ben.shown).not.toEqual(ann.shown);
});

test('CALL-64: who only passes the numbers on, between two certificates of their own, shows different emoji too', async () => {
  const ann = end('caller', { calleeFingerprint: fingerprintOf('E5') });
  const ben = end('callee', { callerFingerprint: fingerprintOf('E6') });
  ann.exchange.onOpen();
  await talk(ann, ben);
  expect(ann.shown[0]).toHaveLength(4);
  expect(ben.shown[0]).toHaveLength(4);
  expect(ben.shown).not.toEqual(ann.shown);
});

test('CALL-65: what is lost is said again with the next heartbeat, and nothing twice without need', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.boolean()), async (losses) => {
      const [caller, callee] = [end('caller'), end('callee')];
      const lost = (): boolean => losses.next().value === true;
      for (let beat = 0; beat < 40; beat += 1) {
        const stillLossy = beat < 10;
        caller.exchange.onOpen();
        callee.exchange.onOpen();
        for (let turn = 0; turn < 3; turn += 1) {
          await settle();
          for (const message of caller.said.splice(0)) {
            if (!stillLossy || !lost()) callee.exchange.onMessage(message);
          }
          for (const message of callee.said.splice(0)) {
            if (!stillLossy || !lost()) caller.exchange.onMessage(message);
          }
        }
        if (caller.shown.length > 0 && callee.shown.length > 0) break;
      }
      expect(caller.shown).toHaveLength(1);
      expect(callee.shown).toEqual(caller.shown);
      await talk(caller, callee);
      caller.exchange.onOpen();
      callee.exchange.onOpen();
      await settle();
      expect([...caller.said, ...callee.said]).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test('CALL-66: another number than the one committed to: no emoji, and it is told once', async () => {
  const [caller, callee] = [end('caller'), end('callee')];
  caller.exchange.onOpen();
  await settle();
  for (const message of caller.said) callee.exchange.onMessage(message);
  callee.exchange.onMessage({ type: 'emojiReveal', nonce: 'f'.repeat(43) });
  callee.exchange.onMessage({ type: 'emojiReveal', nonce: 'g'.repeat(43) });
  await vi.waitFor(() => expect(callee.cheated()).toBe(1));
  await settle();
  expect(callee.shown).toEqual([]);
  expect(callee.cheated()).toBe(1);
});
