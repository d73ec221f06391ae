import type { CallRecord, ReportSubject } from '@parley/protocol';
import { Ban, Flag } from 'lucide-react';
import { askSafety } from '../../sdk/safety.ts';
import { safetyText } from '../../text/safety.ts';

/** A call that was not taken gives nothing to report but the person who did not take it (REP-1). */
function subjectOf({ id, direction, outcome, durationMs, peer }: CallRecord): ReportSubject {
  const wasReceived = direction === 'incoming' || durationMs > 0 || outcome === 'completed';
  return wasReceived ? { kind: 'call', callId: id } : { kind: 'person', handle: peer.handle };
}

/** What can be done about a past call besides calling back and removing it. */
export const callMenu = {
  choices: [
    { key: 'report', label: safetyText.report, icon: <Flag size={18} aria-hidden="true" /> },
    { key: 'block', label: safetyText.block, icon: <Ban size={18} aria-hidden="true" /> },
  ],
  onChoose: (key: string, record: CallRecord) => {
    const person = record.peer;
    if (key === 'block') askSafety({ about: 'block', person });
    if (key === 'report') askSafety({ about: 'report', person, subject: subjectOf(record) });
  },
};
