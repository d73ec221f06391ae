import * as fc from 'fast-check';
import { CallOutcome } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { CALLS, ENDED, ENDED_AT_MS, EVERYBODY, PARTIES, PLACED_AT_MS } from './calls.fixture.ts';
import { ACCEPTED, ACCEPTED_AT_MS, RING_EXPIRES_AT_MS, RINGING, type Who } from './calls.fixture.ts';
import {
  type LifecycleEvent,
  type LifecycleStep,
  otherEnd,
  type ServerCall,
  transition,
} from './lifecycle.ts';
import { durationMs, isLive } from './predicates.ts';

/** `accepted`, `ended: OUTCOME` (`+ unread` where the row counts as unread), `unchanged`, or the code that refuses. */
function summary(step: LifecycleStep): string {
  if (step.kind === 'refused') return step.reason;
  if (step.kind === 'unchanged') return 'unchanged';
  if (step.call.state === 'accepted') return 'accepted';
  return `ended: ${step.call.outcome}${'row' in step && step.row.countsAsUnread ? ' + unread' : ''}`;
}

type Frame =
  | 'accept'
  | 'accept, not permitted'
  | 'accept, no calls here'
  | 'decline'
  | 'decline, busy'
  | 'cancel'
  | 'hang up'
  | 'hang up, failed'
  | 'move'
  | 'move, late'
  | 'move, no calls here';

function frameOf(name: Frame, who: Who): LifecycleEvent {
  const by = PARTIES[who];
  switch (name) {
    case 'accept':
      return { type: 'accept', by, route: 'direct', rolledOut: true };
    case 'accept, no calls here':
      return { type: 'accept', by, route: 'direct', rolledOut: false };
    case 'accept, not permitted':
      return { type: 'accept', by, route: null, rolledOut: true };
    case 'decline, busy':
      return { type: 'decline', by, tellsBusy: true };
    case 'move':
      return { type: 'move', by, version: ACCEPTED.version, rolledOut: true };
    case 'move, late':
      return { type: 'move', by, version: ACCEPTED.version - 1, rolledOut: true };
    case 'move, no calls here':
      return { type: 'move', by, version: ACCEPTED.version, rolledOut: false };
    case 'decline':
    case 'cancel':
      return { type: name, by };
    case 'hang up':
      return { type: 'hangUp', by, because: 'completed' };
    case 'hang up, failed':
      return { type: 'hangUp', by, because: 'failed' };
  }
}

type FrameRow = [rule: string, state: ServerCall['state'], frame: Frame, ...expected: string[]];

const gone = 'not_found';
const same = 'unchanged';
const elsewhere = 'answered_elsewhere';
const missed = 'ended: missed';
const cancelled = 'ended: cancelled + unread';
const wrong = 'wrong_state';
const noCalls = 'calls_not_rolled_out';

// Who sends:                                        placing     callerOther  answering    calleeOther  stranger
// prettier-ignore
// oxfmt-ignore
const FRAME_ROWS: FrameRow[] = [
  ['CALL-5', 'ringing',  'accept',                   gone,       gone,        'accepted',  'accepted',  gone],
  ['CON-10', 'ringing',  'accept, not permitted',    gone,       gone,        missed,      missed,      gone],
  ['ROLL-7', 'ringing',  'accept, no calls here',    gone,       gone,        noCalls,     noCalls,     gone],
  ['CALL-6', 'ringing',  'decline',                  gone,       gone,        'ended: declined', 'ended: declined', gone],
  ['CALL-33', 'ringing',  'decline, busy',           gone,       gone,        'ended: busy', 'ended: busy', gone],
  ['CALL-6', 'ringing',  'cancel',                   cancelled,  cancelled,   gone,        gone,        gone],
  ['CALL-6', 'ringing',  'hang up',                  cancelled,  cancelled,   wrong,       wrong,       gone],
  ['CALL-6', 'ringing',  'hang up, failed',          cancelled,  cancelled,   wrong,       wrong,       gone],
  ['CALL-34', 'ringing', 'move',                     wrong,      wrong,       wrong,       wrong,       gone],
  ['CALL-5', 'accepted', 'accept',                   gone,       gone,        same,        elsewhere,   gone],
  ['CALL-5', 'accepted', 'accept, not permitted',    gone,       gone,        same,        elsewhere,   gone],
  ['ROLL-8', 'accepted', 'accept, no calls here',    gone,       gone,        same,        elsewhere,   gone],
  ['CALL-5', 'accepted', 'decline',                  gone,       gone,        elsewhere,   elsewhere,   gone],
  ['CALL-7', 'accepted', 'cancel',                   wrong,      wrong,       gone,        gone,        gone],
  ['CALL-6', 'accepted', 'hang up',                  'ended: completed', gone, 'ended: completed', gone, gone],
  ['CALL-6', 'accepted', 'hang up, failed',          'ended: failed', gone,   'ended: failed', gone,    gone],
  ['CALL-33', 'accepted', 'decline, busy',           gone,       gone,        elsewhere,   elsewhere,   gone],
  ['CALL-34', 'accepted', 'move',                    same,       'accepted',  same,        'accepted',  gone],
  ['CALL-34', 'accepted', 'move, late',              same,       elsewhere,   same,        elsewhere,   gone],
  ['ROLL-7', 'accepted', 'move, no calls here',      same,       noCalls,     same,        noCalls,     gone],
  ['CALL-7', 'ended',    'accept',                   gone,       gone,        'call_over', 'call_over', gone],
  ['CALL-7', 'ended',    'accept, not permitted',    gone,       gone,        'call_over', 'call_over', gone],
  ['ROLL-8', 'ended',    'accept, no calls here',    gone,       gone,        'call_over', 'call_over', gone],
  ['CALL-6', 'ended',    'decline',                  gone,       gone,        same,        same,        gone],
  ['CALL-6', 'ended',    'cancel',                   same,       same,        gone,        gone,        gone],
  ['CALL-6', 'ended',    'hang up',                  same,       same,        same,        same,        gone],
  ['CALL-6', 'ended',    'hang up, failed',          same,       same,        same,        same,        gone],
  ['CALL-33', 'ended',   'decline, busy',            gone,       gone,        same,        same,        gone],
  ['CALL-34', 'ended',   'move',                     'call_over', 'call_over', 'call_over', 'call_over', gone],
];

const DURING_MS: Record<ServerCall['state'], number> = {
  ringing: PLACED_AT_MS + 3_000,
  accepted: ACCEPTED_AT_MS + 3_000,
  ended: ENDED_AT_MS + 3_000,
};

describe('transition: a frame, in each state, by everybody', () => {
  const cells = FRAME_ROWS.flatMap(([rule, state, frame, ...expected]) =>
    EVERYBODY.map((who, column) => ({ rule, state, frame, who, expected: expected[column] })),
  );

  test.each(cells)('$rule: $state, $frame by $who: $expected', ({ state, frame, who, expected }) => {
    expect(summary(transition(CALLS[state], frameOf(frame, who), DURING_MS[state]))).toBe(expected);
  });
});

type Word = Extract<LifecycleEvent, { type: 'deadline' | 'permissionLost' | 'parted' | 'leaseLapsed' }>;
type WordRow = [title: string, call: ServerCall, word: Word['type'] | Word, nowMs: number, string];

const CALLER_PARTED: Word = { type: 'parted', leaverId: RINGING.callerId };
const CALLEE_PARTED: Word = { type: 'parted', leaverId: RINGING.calleeId };

const WORD_ROWS: WordRow[] = [
  ['CALL-4: the timer is early', RINGING, 'deadline', RING_EXPIRES_AT_MS - 1, same],
  ['CALL-4: 45 s without an answer', RINGING, 'deadline', RING_EXPIRES_AT_MS, 'ended: missed + unread'],
  ['CALL-4: the timer is late', RINGING, 'deadline', RING_EXPIRES_AT_MS + 9_999, 'ended: missed + unread'],
  ['CALL-4: answered before the timer', ACCEPTED, 'deadline', RING_EXPIRES_AT_MS, same],
  ['CALL-4: over before the timer', ENDED, 'deadline', RING_EXPIRES_AT_MS, same],
  ['CON-10: a ring that lost its permission', RINGING, 'permissionLost', DURING_MS.ringing, missed],
  ['CON-10: after accept', ACCEPTED, 'permissionLost', DURING_MS.accepted, 'ended: completed'],
  ['CON-10: after the end', ENDED, 'permissionLost', DURING_MS.ended, same],
  ['CALL-12: the callee blocks a ring', RINGING, CALLEE_PARTED, DURING_MS.ringing, 'ended: declined'],
  ['CALL-12: the caller blocks while it rings', RINGING, CALLER_PARTED, DURING_MS.ringing, cancelled],
  ['CALL-12: blocked by the caller', ACCEPTED, CALLER_PARTED, DURING_MS.accepted, 'ended: completed'],
  ['CALL-12: blocked by the callee', ACCEPTED, CALLEE_PARTED, DURING_MS.accepted, 'ended: completed'],
  ['CALL-12: blocked after it', ENDED, CALLEE_PARTED, DURING_MS.ended, same],
  ['CALL-11: a ring has no lease', RINGING, 'leaseLapsed', DURING_MS.ringing, same],
  ['CALL-11: neither side attested', ACCEPTED, 'leaseLapsed', DURING_MS.accepted, 'ended: lost'],
  ['CALL-11: the lease of what is over', ENDED, 'leaseLapsed', DURING_MS.ended, same],
];

describe("transition: the server's own words", () => {
  test.each(WORD_ROWS)('%s', (_title, call, word, nowMs, expected) => {
    // Only `parted` has more to say than its type, and comes as a whole.
    const event = typeof word === 'string' ? ({ type: word } as Word) : word;
    expect(summary(transition(call, event, nowMs))).toBe(expected);
  });

  test('CALL-12: a block looks like a decline or a cancel by hand', () => {
    const byHand = [frameOf('decline', 'answering'), frameOf('cancel', 'placing')];
    const parted = [CALLEE_PARTED, CALLER_PARTED];
    const told = (event: LifecycleEvent) => transition(RINGING, event, DURING_MS.ringing);
    expect(parted.map(told)).toEqual(byHand.map(told));
  });
});

describe('transition: what it leaves', () => {
  test('CALL-4: an accept at the deadline is too late, whether or not the timer has run', () => {
    const accept = frameOf('accept', 'answering');
    expect(summary(transition(RINGING, accept, RING_EXPIRES_AT_MS - 1))).toBe('accepted');
    expect(summary(transition(RINGING, accept, RING_EXPIRES_AT_MS))).toBe('ended: missed + unread');
  });

  test('CALL-5: the accepted call names the device that answered, and rings no more', () => {
    const step = transition(RINGING, frameOf('accept', 'answering'), ACCEPTED_AT_MS);
    expect(step).toEqual({ kind: 'changed', call: ACCEPTED });
  });

  test('CALL-9: the ended call keeps who, when and how, for the row in the thread', () => {
    const step = transition(ACCEPTED, frameOf('hang up', 'placing'), ENDED_AT_MS);
    expect(step).toEqual({ kind: 'changed', call: ENDED, row: { countsAsUnread: false } });
  });

  test('CALL-9: a call that nobody answered has no accept time and no answering device', () => {
    const step = transition(RINGING, frameOf('cancel', 'placing'), ENDED_AT_MS);
    expect(step).toMatchObject({ call: { acceptedAtMs: null, calleeDeviceId: null, outcome: 'cancelled' } });
  });
});

const eventArb: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  fc
    .record({
      frame: fc.constantFrom<Frame[]>(
        'accept',
        'accept, not permitted',
        'accept, no calls here',
        'decline',
        'cancel',
        'hang up',
        'hang up, failed',
        'decline, busy',
      ),
      who: fc.constantFrom(...EVERYBODY),
    })
    .map(({ frame, who }) => frameOf(frame, who)),
  fc.constantFrom<LifecycleEvent[]>(
    { type: 'deadline' },
    { type: 'permissionLost' },
    CALLER_PARTED,
    CALLEE_PARTED,
    { type: 'leaseLapsed' },
  ),
);

const storyArb = fc.array(fc.record({ event: eventArb, afterMs: fc.integer({ min: 0, max: 20_000 }) }), {
  maxLength: 12,
});

/** Runs the story from a fresh ring, showing each step. */
function tell(
  story: { event: LifecycleEvent; afterMs: number }[],
  look: (before: ServerCall, step: LifecycleStep) => void,
): void {
  let call: ServerCall = RINGING;
  let nowMs = PLACED_AT_MS;
  for (const { event, afterMs } of story) {
    nowMs += afterMs;
    const step = transition(call, event, nowMs);
    look(call, step);
    call = step.call;
  }
}

describe('transition: any story', () => {
  test('CALL-1: ended is final', () => {
    fc.assert(
      fc.property(storyArb, (story) =>
        tell(story, (before, step) => {
          if (before.state === 'ended') expect(step.call).toBe(before);
        }),
      ),
    );
  });

  test('CALL-1: only ringing → accepted → ended or ringing → ended, with a listed outcome', () => {
    const allowed = ['ringing>accepted', 'accepted>accepted', 'ringing>ended', 'accepted>ended'];
    fc.assert(
      fc.property(storyArb, (story) =>
        tell(story, (before, step) => {
          if (step.kind !== 'changed') return;
          expect(allowed).toContain(`${before.state}>${step.call.state}`);
          if (step.call.state === 'ended') expect(CallOutcome.options).toContain(step.call.outcome);
        }),
      ),
    );
  });

  test('CALL-3: the version grows by one with each change and never without', () => {
    fc.assert(
      fc.property(storyArb, (story) =>
        tell(story, (before, step) => {
          if (step.kind === 'changed') expect(step.call.version).toBe(before.version + 1);
          else expect(step.call).toBe(before);
        }),
      ),
    );
  });

  test('CALL-5: however many devices accept, the one that answered first stays the answering device', () => {
    const acceptArb = fc.constantFrom<Who[]>('answering', 'calleeOther').map((who) => frameOf('accept', who));
    const raceArb = fc.array(fc.record({ event: fc.oneof(acceptArb, eventArb), afterMs: fc.nat(5_000) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(raceArb, (story) => {
        const answering = new Set<string>();
        tell(story, (_before, { call }) => {
          if (call.state !== 'ringing' && call.calleeDeviceId !== null) answering.add(call.calleeDeviceId);
        });
        expect(answering.size).toBeLessThan(2);
      }),
      { numRuns: 500 },
    );
  });

  test('CALL-6: a stranger never changes anything and learns nothing', () => {
    const strangers = storyArb.map((story) =>
      story.map((line) =>
        'by' in line.event ? { ...line, event: { ...line.event, by: PARTIES.stranger } } : line,
      ),
    );
    fc.assert(
      fc.property(strangers, (story) =>
        tell(
          story.filter(({ event }) => 'by' in event),
          (_before, step) => {
            expect(step).toMatchObject({ kind: 'refused', reason: 'not_found' });
          },
        ),
      ),
    );
  });

  test('CALL-9: each call ends once, so it leaves one row', () => {
    fc.assert(
      fc.property(storyArb, (story) => {
        let rows = 0;
        tell(story, (_before, step) => {
          if ('row' in step) rows += 1;
        });
        expect(rows).toBeLessThan(2);
      }),
    );
  });
});

describe('otherEnd', () => {
  test.each(EVERYBODY)('CALL-13: only the two devices of an accepted call have another end: %s', (who) => {
    const expected = { placing: PARTIES.answering, answering: PARTIES.placing }[
      who as 'placing' | 'answering'
    ];
    expect(otherEnd(ACCEPTED, PARTIES[who])).toEqual(expected);
    expect(otherEnd(RINGING, PARTIES[who])).toBeUndefined();
    expect(otherEnd(ENDED, PARTIES[who])).toBeUndefined();
  });

  test('CALL-13: the device id alone opens nothing', () => {
    const forged = { accountId: PARTIES.stranger.accountId, deviceId: PARTIES.answering.deviceId };
    expect(otherEnd(ACCEPTED, forged)).toBeUndefined();
  });
});

describe('predicates', () => {
  test('CALL-9: the duration runs from accept to end', () => {
    expect(durationMs(ENDED)).toBe(60_000);
    expect(durationMs({ ...ENDED, acceptedAtMs: null })).toBe(0);
    expect(durationMs(ACCEPTED)).toBe(0);
    expect(durationMs(RINGING)).toBe(0);
  });

  test('CALL-8: ringing and accepted calls are live', () => {
    expect([RINGING, ACCEPTED, ENDED].map(isLive)).toEqual([true, true, false]);
  });
});
