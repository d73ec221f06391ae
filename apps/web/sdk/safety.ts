import type { Person, ReportSubject } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';

/** What somebody is about to do about another person, wherever on the pages they have pressed. */
export type SafetyQuestion =
  | { about: 'block'; person: Person }
  | { about: 'report'; person: Person; subject: ReportSubject };

/** The question that is open; the layer above all pages asks it. */
export const safetyQuestion = createStore<{ asked: SafetyQuestion | undefined }>(() => ({
  asked: undefined,
}));

export function askSafety(asked: SafetyQuestion | undefined): void {
  safetyQuestion.setState({ asked });
}
