/** What one check of the doctor came to, in words for an operator. */
export interface Finding {
  /** Which check, as short as a heading. */
  check: string;
  /** `skipped`: not looked at, and why; never counts as good. */
  status: 'passed' | 'failed' | 'skipped';
  /** What was seen. */
  says: string;
  /** What to do about it; where it failed or was skipped. */
  mend?: string;
}

export function passed(check: string, says: string): Finding {
  return { check, status: 'passed', says };
}

export function failed(check: string, says: string, mend: string): Finding {
  return { check, status: 'failed', says, mend };
}

export function skipped(check: string, says: string, mend: string): Finding {
  return { check, status: 'skipped', says, mend };
}

const MARK = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' } as const;

/** One finding, and what to do about it on a line of its own. */
export function writeFinding({ check, status, says, mend }: Finding): string {
  const line = `${MARK[status]}  ${check}: ${says}`;
  return mend === undefined ? line : `${line}\n         → ${mend}`;
}

/** What it comes to; what was not looked at never counts as good (DOC-7). */
export function writeSum(findings: readonly Finding[]): string {
  const count = (status: Finding['status']): number =>
    findings.filter((finding) => finding.status === status).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} not checked.`;
}
