import { describe, expect, test } from 'vitest';
import { ACCEPTED, callId, ENDED, PARTIES, RINGING, type Who } from './calls.fixture.ts';
import { type InviteSituation, nameInviteSituation } from './glare.ts';
import type { ServerCall } from './lifecycle.ts';

interface Row {
  title: string;
  by: Who;
  to: Who;
  sameId?: ServerCall;
  live?: ServerCall;
  expected: InviteSituation;
}

// In the fixtures, Alice (`placing`, `callerOther`) calls Bob (`answering`, `calleeOther`).
const ROWS: Row[] = [
  {
    title: 'CALL-8: no live call of the pair',
    by: 'placing',
    to: 'answering',
    expected: { situation: 'fresh' },
  },
  {
    title: 'CALL-2: the same invite again, while it rings',
    by: 'placing',
    to: 'answering',
    sameId: RINGING,
    live: RINGING,
    expected: { situation: 'repeated', call: RINGING },
  },
  {
    title: 'CALL-2: the same invite again, answered meanwhile',
    by: 'placing',
    to: 'answering',
    sameId: ACCEPTED,
    live: ACCEPTED,
    expected: { situation: 'repeated', call: ACCEPTED },
  },
  {
    title: 'CALL-2: the same invite again, over meanwhile: it does not ring again',
    by: 'placing',
    to: 'answering',
    sameId: ENDED,
    expected: { situation: 'repeated', call: ENDED },
  },
  {
    title: "CALL-2: another account's id",
    by: 'stranger',
    to: 'answering',
    sameId: RINGING,
    expected: { situation: 'idTaken' },
  },
  {
    title: "CALL-2: the callee's own invite under the caller's id",
    by: 'answering',
    to: 'placing',
    sameId: RINGING,
    live: RINGING,
    expected: { situation: 'idTaken' },
  },
  {
    title: "CALL-2: another device's id",
    by: 'callerOther',
    to: 'answering',
    sameId: RINGING,
    live: RINGING,
    expected: { situation: 'idTaken' },
  },
  {
    title: 'CALL-2: the same id to another person',
    by: 'placing',
    to: 'stranger',
    sameId: RINGING,
    expected: { situation: 'idTaken' },
  },
  {
    title: 'CALL-8: both call each other at once',
    by: 'answering',
    to: 'placing',
    live: RINGING,
    expected: { situation: 'bothCalling', call: RINGING },
  },
  {
    title: 'CALL-8: any device of the callee may be the one that calls back',
    by: 'calleeOther',
    to: 'placing',
    live: RINGING,
    expected: { situation: 'bothCalling', call: RINGING },
  },
  {
    title: 'CALL-8: both called at once, and the invite comes again: the same answer',
    by: 'answering',
    to: 'placing',
    live: ACCEPTED,
    expected: { situation: 'bothCalling', call: ACCEPTED },
  },
  {
    title: 'CALL-8: another device of the callee while they talk',
    by: 'calleeOther',
    to: 'placing',
    live: ACCEPTED,
    expected: { situation: 'alreadyLive', call: ACCEPTED },
  },
  {
    title: 'CALL-8: a second ring in the same direction, from another device',
    by: 'callerOther',
    to: 'answering',
    live: RINGING,
    expected: { situation: 'alreadyLive', call: RINGING },
  },
  {
    title: 'CALL-8: a second call of the caller while they talk',
    by: 'placing',
    to: 'answering',
    live: ACCEPTED,
    expected: { situation: 'alreadyLive', call: ACCEPTED },
  },
];

describe('nameInviteSituation', () => {
  test.each(ROWS)('$title', ({ by, to, sameId, live, expected }) => {
    const invite = {
      callId: sameId?.id ?? callId('call-2'),
      callerId: PARTIES[by].accountId,
      callerDeviceId: PARTIES[by].deviceId,
      calleeId: PARTIES[to].accountId,
    };
    expect(nameInviteSituation(invite, sameId, live)).toEqual(expected);
  });
});
