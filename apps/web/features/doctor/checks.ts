import { doctorText as text } from '../../text/doctor.ts';
import type { SelfCallOutcome, SelfCallRoute } from './self-call.ts';

export type CheckName = 'server' | SelfCallRoute | 'microphone' | 'camera';

/** In the order in which they run. */
export const CHECKS: readonly CheckName[] = [
  'server',
  'direct',
  'relayUdp',
  'relayTcp',
  'microphone',
  'camera',
];

/** `told`: neither good nor bad, and nothing to mend on this device. */
export interface Verdict {
  status: 'passed' | 'failed' | 'told';
  says: string;
}

export type CheckState = { status: 'waiting' | 'running' } | Verdict;

/** Longer than this and people begin to talk over each other (ITU-T G.114: 150 ms one way). */
const SLOW_MS = 300;

/** What a word to the server and back says; undefined: none came back. */
export function judgeServer(roundMs: number | undefined): Verdict {
  if (roundMs === undefined) return { status: 'failed', says: text.noAnswer };
  const rounded = Math.max(1, Math.round(roundMs));
  return {
    status: 'passed',
    says: rounded > SLOW_MS ? text.answersSlowly(rounded) : text.answersIn(rounded),
  };
}

/** What a call to oneself says. */
export function judgeSelfCall(route: SelfCallRoute, outcome: SelfCallOutcome): Verdict {
  switch (outcome.outcome) {
    case 'passed':
      return { status: 'passed', says: text.works(outcome.connectedAfterMs) };
    case 'noServer':
      return { status: 'told', says: text.noRelay };
    case 'noPath':
      return {
        status: 'failed',
        says: route !== 'direct' && outcome.relayed ? text.noWayThrough : text.noPath[route],
      };
    case 'noMedia': {
      const ways = [outcome.there, outcome.back];
      const noSound = ways.some(({ sound }) => !sound);
      const noPicture = ways.some(({ isMoving }) => !isMoving);
      const missing = noSound && noPicture ? 'both' : noSound ? 'sound' : 'picture';
      return { status: 'failed', says: text.noMedia(text.missing[missing]) };
    }
    case 'broken':
      return { status: 'failed', says: text.broken };
  }
}

/** Whether there is a microphone or camera; asks for no permission. undefined: the browser does not say. */
export function judgeDevice(name: 'microphone' | 'camera', isThere: boolean | undefined): Verdict {
  if (isThere === undefined) return { status: 'told', says: text.noDevices };
  if (isThere) return { status: 'passed', says: text.hasDevice };
  return { status: 'told', says: name === 'microphone' ? text.noMicrophone : text.noCamera };
}
