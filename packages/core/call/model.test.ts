import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerCall } from './lifecycle.ts';
import { type Happening, HAPPENINGS, World } from './model-world.fixture.ts';
import { hasMedia } from './session.ts';

const SEED = 20_260_801;

const worldArb = fc.record({ alice: fc.integer({ min: 1, max: 3 }), bob: fc.integer({ min: 1, max: 3 }) });
const happeningArb = (what: fc.Arbitrary<Happening['what']>): fc.Arbitrary<Happening> =>
  fc.record({ what, pick: fc.nat(59), how: fc.nat(59) });
// `Object.entries` loses the key type; HAPPENINGS is a literal.
const weights = Object.entries(HAPPENINGS) as [Happening['what'], number][];
const anythingArb = fc.oneof(...weights.map(([what, weight]) => ({ weight, arbitrary: fc.constant(what) })));
const storyArb = fc.array(happeningArb(anythingArb), { minLength: 10, maxLength: 120, size: 'max' });

const LIVE_PHASES = [
  'dialing',
  'ringing',
  'provisional',
  'incoming',
  'answering',
  'moving',
  'connecting',
  'connected',
] as const;
/** What asks for nothing that a person would have to agree to. `preconnect` opens nothing and sends nothing (CALL-41). */
const HARMLESS = ['send', 'closeMedia', 'preconnect'];

/** What must hold after every single step. */
function checkStep(world: World): void {
  if (world.server.live().length > 1) throw new Error('CALL-8: two live calls of one pair');
  for (const callId of world.server.rows.keys()) {
    const answering = world.devices.filter((device) => device.didAnswer(callId));
    if (answering.length > 1) throw new Error(`CALL-5: ${callId} was answered on two devices`);
  }
  for (const device of world.devices) {
    const name = device.self.deviceId;
    for (const { callId, effect } of device.effects) {
      if (HARMLESS.includes(effect.type)) continue;
      const consented = device.agreedTo.has(callId) || device.placedHere(callId);
      if (!consented)
        throw new Error(`CALL-20: ${name}: ${effect.type} for ${callId} without a word of the person`);
    }
    if (device.calls.sessions.filter(hasMedia).length > 1) {
      throw new Error(`CALL-27: ${name} is in two calls at once`);
    }
    for (const session of device.calls.sessions) {
      const { phase, callId } = session;
      if (phase === 'incoming' && session.ringExpiresAtMs <= world.nowMs) {
        throw new Error(`CALL-22: ${callId} rings on ${name} after its deadline`);
      }
      if (phase !== 'ended' && device.wereOver.has(callId)) {
        throw new Error(`CALL-21: ${callId} was over on ${name} and came back as ${phase}`);
      }
    }
  }
}

/** What must hold when everything has been said and every deadline has passed. */
function checkRest(world: World): void {
  const [live] = world.server.live();
  if (live?.state === 'ringing') throw new Error('CALL-4: a call still rings');
  for (const device of world.devices) {
    const name = device.self.deviceId;
    const inCall = device.inPhase(...LIVE_PHASES).map(({ callId, phase }) => `${callId} ${phase}`);
    const takesPart = live !== undefined && isEnd(live, name);
    expect(inCall, `${name} agrees with the server`).toEqual(takesPart ? [`${live.id} connected`] : []);
    expect(device.unanswered, `${name} has its answers`).toEqual([]);
    for (const session of device.inPhase('ended'))
      expect(session, `${name} has left`).toMatchObject({ leaving: null });
  }
}

function isEnd(call: ServerCall, device: string): boolean {
  return call.state === 'accepted' && (call.callerDeviceId === device || call.calleeDeviceId === device);
}

function tell(devices: { alice: number; bob: number }, story: Happening[]): World {
  const world = new World(devices);
  for (const happening of story) {
    world.happen(happening);
    checkStep(world);
  }
  return world;
}

/** What the stories have to meet often, for the first property to say anything. */
const MUST_MEET = [
  'ringing',
  'accepted',
  'lost a race',
  'invite: repeated',
  'invite: bothCalling',
  'invite: alreadyLive',
  'ended: completed',
  'ended: declined',
  'ended: cancelled',
  'ended: missed',
  'ended: failed',
  'refused: answered_elsewhere',
  'refused: wrong_state',
  'refused: call_over',
  'provisional',
  'move',
  'reload',
  'crash',
];

// Idle, a second or two; the time is for machines that do much else.
const PATIENCE_MS = 60_000;

describe('a server, two people with up to three devices each, and a bad network', () => {
  test(
    'CALL-3, CALL-5, CALL-8, CALL-20, CALL-21, CALL-22, CALL-42, CALL-52, CALL-54: any story keeps the rules, and all agree in the end',
    () => {
      const met = new Map<string, number>();
      fc.assert(
        fc.property(worldArb, storyArb, (devices, story) => {
          const world = tell(devices, story);
          world.settle();
          checkStep(world);
          checkRest(world);
          for (const [what, times] of [...world.server.met, ...world.met])
            met.set(what, (met.get(what) ?? 0) + times);
        }),
        { seed: SEED, numRuns: 1_000 },
      );
      expect(MUST_MEET.filter((what) => (met.get(what) ?? 0) < 5)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('both call each other at once', () => {
  // Frames go up in order and nothing is lost; a reply and the news of the same change may overtake each other.
  const inOrder = happeningArb(fc.constantFrom('deliverUp', 'commit', 'deliverDown')).map((happening) =>
    happening.what === 'deliverDown' ? happening : { ...happening, how: 0 },
  );
  const storiesArb = fc.record({
    devices: worldArb,
    from: fc.record({ alice: fc.nat(2), bob: fc.nat(2) }),
    story: fc.array(inOrder, { maxLength: 40, size: 'max' }),
  });

  test(
    'CALL-8: whatever overtakes what, it is one call, connected between the two devices that called',
    () => {
      fc.assert(
        fc.property(storiesArb, ({ devices, from, story }) => {
          const world = new World(devices);
          const aliceAt = from.alice % devices.alice;
          const bobAt = devices.alice + (from.bob % devices.bob);
          for (const pick of [aliceAt, bobAt]) world.happen({ what: 'place', pick, how: 0 });
          for (const happening of story) {
            world.happen(happening);
            checkStep(world);
          }
          world.flush();
          expect([...world.server.rows.values()]).toMatchObject([{ state: 'accepted' }]);
          const phases = world.devices.map((device) =>
            device.inPhase(...LIVE_PHASES).map(({ phase }) => phase),
          );
          expect(phases).toEqual(
            world.devices.map((_, n) => (n === aliceAt || n === bobAt ? ['connecting'] : [])),
          );
          const roles = [aliceAt, bobAt].flatMap((n) => world.devices[n]?.roles() ?? []);
          expect(new Set(roles)).toEqual(new Set(['offer', 'answer']));
          expect(roles).toHaveLength(2);
        }),
        { seed: SEED, numRuns: 500 },
      );
    },
    PATIENCE_MS,
  );
});

describe('several devices of one person at once', () => {
  const anyOrder = fc.array(
    happeningArb(fc.constantFrom('deliverUp', 'commit', 'deliverDown', 'hearAccept', 'offerEarly')),
    { maxLength: 60, size: 'max' },
  );

  /** Alice calls from her only device; Bob's three ring, and are connected with. */
  function ringEverywhere(): World {
    const world = new World({ alice: 1, bob: 3 });
    world.happen({ what: 'place', pick: 0, how: 0 });
    world.flush();
    world.happen({ what: 'offerEarly', pick: 0, how: 0 });
    return world;
  }

  const inPhases = (world: World): string[] =>
    world.devices.flatMap((device) => device.inPhase(...LIVE_PHASES).map(({ phase }) => phase)).toSorted();

  test(
    'CALL-5, CALL-42: all accept at once, in whatever order they are heard of: exactly one wins, every time',
    () => {
      let anotherHasWon = 0;
      fc.assert(
        fc.property(anyOrder, (story) => {
          const world = ringEverywhere();
          world.happen({ what: 'acceptEverywhere', pick: 0, how: 0 });
          for (const happening of story) {
            world.happen(happening);
            checkStep(world);
          }
          world.flush();
          for (let pick = 1; pick < 4; pick += 1) world.happen({ what: 'hearAccept', pick, how: 0 });
          checkStep(world);
          expect([...world.server.rows.values()]).toMatchObject([{ state: 'accepted' }]);
          expect(inPhases(world)).toEqual(['connecting', 'connecting']);
          const [row] = world.server.rows.values();
          const winner = row?.state === 'accepted' ? row.calleeDeviceId : undefined;
          expect(world.devices[0]?.agreed()).toMatchObject([{ remoteDeviceId: winner }]);
          anotherHasWon += world.met.get('provisional, another has won') ?? 0;
          world.settle();
          checkRest(world);
        }),
        { seed: SEED, numRuns: 1_000 },
      );
      expect(anotherHasWon).toBeGreaterThan(50);
    },
    PATIENCE_MS,
  );

  test(
    'CALL-54: two take the call over at once, while its ends come and go: one has it, and the other end is with that one',
    () => {
      const moves = fc.array(
        happeningArb(
          fc.constantFrom('move', 'move', 'deliverUp', 'commit', 'deliverDown', 'reload', 'crash', 'media'),
        ),
        { minLength: 10, maxLength: 60, size: 'max' },
      );
      let moved = 0;
      fc.assert(
        fc.property(moves, (story) => {
          const world = ringEverywhere();
          world.happen({ what: 'accept', pick: 1, how: 0 });
          world.flush();
          for (const happening of story) {
            world.happen(happening);
            checkStep(world);
          }
          moved += world.met.get('move') ?? 0;
          world.settle();
          checkStep(world);
          checkRest(world);
        }),
        { seed: SEED, numRuns: 500 },
      );
      expect(moved).toBeGreaterThan(200);
    },
    PATIENCE_MS,
  );
});
