import { describe, expect, test } from 'vitest';
import { ACCEPTED, ENDED, EVERYBODY, PARTIES, RINGING } from './calls.fixture.ts';
import type { ServerCall } from './lifecycle.ts';
import { signalEnd } from './signal-end.ts';

describe('signalEnd', () => {
  const EARLY: ServerCall = { ...RINGING, preconnect: 'path' };
  const named = PARTIES.calleeOther.deviceId;

  test.each(EVERYBODY)('CALL-31: nothing passes while it rings where nothing may be connected: %s', (who) => {
    expect(signalEnd(RINGING, PARTIES[who])).toBeUndefined();
    expect(signalEnd(RINGING, PARTIES[who], named)).toBeUndefined();
    expect(signalEnd(RINGING, PARTIES[who], PARTIES.placing.deviceId)).toBeUndefined();
  });

  test('CALL-31: while it rings, from the placing device to the one that it names', () => {
    expect(signalEnd(EARLY, PARTIES.placing, named)).toEqual(PARTIES.calleeOther);
    expect(signalEnd(EARLY, PARTIES.placing)).toBeUndefined();
  });

  test.each(['answering', 'calleeOther'] as const)('CALL-31: back to the placing device alone: %s', (who) => {
    expect(signalEnd(EARLY, PARTIES[who])).toEqual(PARTIES.placing);
    expect(signalEnd(EARLY, PARTIES[who], PARTIES.placing.deviceId)).toEqual(PARTIES.placing);
    expect(signalEnd(EARLY, PARTIES[who], PARTIES.callerOther.deviceId)).toBeUndefined();
    expect(signalEnd(EARLY, PARTIES[who], named)).toBeUndefined();
  });

  test.each(['callerOther', 'stranger'] as const)('CALL-31: nobody else says anything: %s', (who) => {
    const forged = { accountId: PARTIES[who].accountId, deviceId: PARTIES.answering.deviceId };
    for (const to of [undefined, named, PARTIES.placing.deviceId]) {
      expect(signalEnd(EARLY, PARTIES[who], to)).toBeUndefined();
      expect(signalEnd(EARLY, forged, to)).toBeUndefined();
    }
  });

  test('CALL-13, CALL-31: once it is answered only its two ends, whoever is named', () => {
    const call: ServerCall = { ...ACCEPTED, preconnect: 'path' };
    expect(signalEnd(call, PARTIES.placing)).toEqual(PARTIES.answering);
    expect(signalEnd(call, PARTIES.placing, PARTIES.answering.deviceId)).toEqual(PARTIES.answering);
    expect(signalEnd(call, PARTIES.placing, named)).toBeUndefined();
    expect(signalEnd(call, PARTIES.calleeOther)).toBeUndefined();
    expect(signalEnd(call, PARTIES.calleeOther, PARTIES.placing.deviceId)).toBeUndefined();
    for (const who of EVERYBODY)
      expect(signalEnd({ ...ENDED, preconnect: 'path' }, PARTIES[who])).toBeUndefined();
  });
});
