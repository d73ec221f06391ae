import { randomUUID } from 'node:crypto';
import { CANDIDATES_PER_SIDE } from './dialect.ts';
import type { Arrival, CallNames, Dialect, PairSeats } from './dialect.ts';
import type { Line } from './line.ts';

/** Two connected people; in at most one call at a time. */
export interface Pair {
  seats: PairSeats;
  caller: Line;
  callee: Line;
}

/** A call that takes longer than this hangs. */
const CALL_LIMIT_MS = 15_000;

/** What has arrived of a call so far; what is missing says where a call hangs. */
interface Progress {
  rang: boolean;
  accepted: boolean;
  candidatesAtCallee: number;
  candidatesAtCaller: number;
  overs: number;
}

/**
 * One complete call: invite, ring, accept at once, five candidates from the caller and then five from the
 * callee, hang-up by the caller.
 *
 * @returns from the caller's sending of the invite to the arrival of the ring at the callee, in milliseconds
 */
export function runCall(dialect: Dialect, { seats, caller, callee }: Pair): Promise<number> {
  const call: CallNames = { callId: randomUUID(), callerId: seats.caller.id, calleeId: seats.callee.id };
  const progress: Progress = {
    rang: false,
    accepted: false,
    candidatesAtCallee: 0,
    candidatesAtCaller: 0,
    overs: 0,
  };
  return new Promise((resolve, reject) => {
    let ringLatencyMs = 0;
    const finish = (): void => {
      clearTimeout(timer);
      caller.listen(undefined);
      callee.listen(undefined);
    };
    const failed = (error: Error): void => {
      finish();
      reject(error);
    };
    const timer = setTimeout(
      () => failed(new Error(`a call hangs after ${JSON.stringify(progress)}`)),
      CALL_LIMIT_MS,
    );
    const countOver = (): void => {
      progress.overs += 1;
      if (progress.overs < dialect.oversPerCall) return;
      finish();
      resolve(ringLatencyMs);
    };
    const atCallee = (arrival: Arrival): void => {
      if (arrival === 'ring') {
        ringLatencyMs = performance.now() - invitedAtMs;
        progress.rang = true;
        callee.send(dialect.accept(call));
      } else if (arrival === 'candidate') {
        progress.candidatesAtCallee += 1;
        if (progress.candidatesAtCallee === CANDIDATES_PER_SIDE) sendCandidates(callee, 'callee');
      } else if (arrival === 'over') countOver();
    };
    const atCaller = (arrival: Arrival): void => {
      if (arrival === 'accepted') {
        progress.accepted = true;
        sendCandidates(caller, 'caller');
      } else if (arrival === 'candidate') {
        progress.candidatesAtCaller += 1;
        if (progress.candidatesAtCaller === CANDIDATES_PER_SIDE) caller.send(dialect.hangUp(call));
      } else if (arrival === 'over') countOver();
    };
    const sendCandidates = (from: Line, side: 'caller' | 'callee'): void => {
      for (let sent = 0; sent < CANDIDATES_PER_SIDE; sent += 1) from.send(dialect.candidate(call, side));
    };
    caller.listen({ arrived: atCaller, failed });
    callee.listen({ arrived: atCallee, failed });
    const invitedAtMs = performance.now();
    caller.send(dialect.invite(call));
  });
}
