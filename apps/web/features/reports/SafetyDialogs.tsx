import type { SafetyQuestion } from '../../sdk/safety.ts';
import { BlockDialog } from './BlockDialog.tsx';
import { ReportDialog } from './ReportDialog.tsx';

/** The weighty part of SafetyLayer, loaded when somebody asks for it. */
export function SafetyDialogs({ question }: { question: SafetyQuestion }) {
  return question.about === 'block' ? (
    <BlockDialog person={question.person} />
  ) : (
    <ReportDialog person={question.person} subject={question.subject} />
  );
}
