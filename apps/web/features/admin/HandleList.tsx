import { useId } from 'react';
import { rolloutText as text } from '../../text/rollout.ts';
import { MOST_HANDLES } from './rollout-draft.ts';
import type { ListProblem } from './rollout-draft.ts';
import styles from './RolloutPage.module.css';

export interface HandleListProps {
  label: string;
  hint: string;
  value: string;
  problem: ListProblem | undefined;
  /** Handles of nobody, as the server has found. */
  unknown: readonly string[];
  onChange: (value: string) => void;
}

function errorOf(problem: ListProblem | undefined, unknown: readonly string[]): string | undefined {
  if (problem?.kind === 'tooMany') return text.handlesTooMany(MOST_HANDLES);
  if (problem?.kind === 'wrong') return text.handlesWrong(problem.names.join(', '));
  return unknown.length > 0 ? text.handlesUnknown(unknown.map((name) => `@${name}`).join(', ')) : undefined;
}

/** Handles, as many as one likes to paste. */
export function HandleList({ label, hint, value, problem, unknown, onChange }: HandleListProps) {
  const id = useId();
  const error = errorOf(problem, unknown);
  return (
    <div className={styles.list}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles.handles}
        rows={2}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
      <p id={`${id}-note`} className={error === undefined ? styles.detail : styles.error}>
        {error ?? hint}
      </p>
    </div>
  );
}
