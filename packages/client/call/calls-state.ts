import { currentSession, ringingSessions } from '@parley/core';
import type { CallSession, DeviceCalls } from '@parley/core';
import type { CallId, Person } from '@parley/protocol';
import type { CallsState, CallView } from '../api.ts';
import { toElsewhere } from './elsewhere.ts';
import type { ElsewherePeers } from './elsewhere.ts';
import type { CallEntries } from './entries.ts';
import { toCallView } from './view.ts';

export const NO_CALLS: CallsState = { current: undefined, incoming: [], elsewhere: [] };

interface StateParts {
  entries: CallEntries;
  elsewhere: ElsewherePeers;
  /** This platform has microphones, cameras and peer connections. */
  hasMedia: boolean;
  continueHere: (callId: CallId, peer: Person) => void;
}

/** One call as a page shows it. */
export function viewOf(session: CallSession | undefined, parts: StateParts): CallView | undefined {
  if (session === undefined) return undefined;
  const entry = parts.entries.get(session.callId);
  if (entry === undefined) return undefined;
  return toCallView(session, {
    peer: entry.peer,
    media: entry.media?.view(),
    canPreview: parts.hasMedia,
    canRate: entry.talked && !entry.rated,
    actions: entry.actions,
  });
}

/** The call that is placed, runs, or did until just now. */
function shownSession(calls: DeviceCalls, entries: CallEntries): CallSession | undefined {
  const shown = calls.sessions.filter(({ callId }) => {
    const entry = entries.get(callId);
    return entry !== undefined && entry.opened && !entry.dismissed;
  });
  return shown.findLast((session) => session.phase !== 'ended') ?? shown.at(-1);
}

/** All that a page shows of calls. */
export function toCallsState(calls: DeviceCalls | undefined, parts: StateParts): CallsState {
  if (calls === undefined) return NO_CALLS;
  const canContinue = parts.hasMedia && currentSession(calls) === undefined;
  return {
    current: viewOf(shownSession(calls, parts.entries), parts),
    incoming: ringingSessions(calls).flatMap((session) => viewOf(session, parts) ?? []),
    elsewhere: calls.elsewhere.map((call) => {
      const peer = parts.elsewhere.peerOf(call);
      const isPossible = canContinue && peer !== undefined;
      return toElsewhere(call, peer, isPossible ? () => parts.continueHere(call.id, peer) : undefined);
    }),
  };
}
