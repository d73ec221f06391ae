import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCEPTED, ACCEPTED_AT_MS, PARTIES, type Who } from './calls.fixture.ts';
import {
  type LifecycleEvent,
  type LifecycleStep,
  otherEnd,
  type ServerCall,
  transition,
} from './lifecycle.ts';

const NOW_MS = ACCEPTED_AT_MS + 3_000;

const moveBy = (who: Who): LifecycleEvent => ({
  type: 'move',
  by: PARTIES[who],
  version: ACCEPTED.version,
  rolledOut: true,
});
const codeOf = (step: LifecycleStep): string => (step.kind === 'refused' ? step.reason : step.kind);

describe('a call that moves', () => {
  test.each([
    ['callerOther', { callerDeviceId: PARTIES.callerOther.deviceId }],
    ['calleeOther', { calleeDeviceId: PARTIES.calleeOther.deviceId }],
  ] as const)('CALL-34: to the device of %s, and nothing else of it changes', (who, device) => {
    const step = transition(ACCEPTED, moveBy(who), NOW_MS);
    expect(step).toEqual({ kind: 'changed', call: { ...ACCEPTED, ...device, version: 3 } });
  });

  test('CALL-34: of several that take it over at once, on either side, one wins', () => {
    const movesArb = fc.array(fc.constantFrom<Who[]>('placing', 'callerOther', 'answering', 'calleeOther'), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(movesArb, (movers) => {
        let call: ServerCall = ACCEPTED;
        const won = movers.filter((who) => {
          const step = transition(call, moveBy(who), NOW_MS);
          call = step.call;
          return step.kind === 'changed';
        });
        expect(won.length).toBe(movers.some((who) => who.endsWith('Other')) ? 1 : 0);
      }),
    );
  });

  test('CALL-34: the device that it has left is out of it, the one that it has come to is in', () => {
    const moved = transition(ACCEPTED, moveBy('calleeOther'), NOW_MS).call;
    const left = PARTIES.answering;
    expect(otherEnd(moved, left)).toBeUndefined();
    expect(otherEnd(moved, PARTIES.calleeOther)).toEqual(PARTIES.placing);
    expect(otherEnd(moved, PARTIES.placing)).toEqual(PARTIES.calleeOther);
    expect(codeOf(transition(moved, { type: 'hangUp', by: left, because: 'completed' }, NOW_MS))).toBe(
      'not_found',
    );
    expect(
      codeOf(transition(moved, { type: 'accept', by: left, route: 'direct', rolledOut: true }, NOW_MS)),
    ).toBe('answered_elsewhere');
  });
});
