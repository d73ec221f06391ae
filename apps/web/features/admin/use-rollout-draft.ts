import type { ParleyClient } from '@parley/client';
import type { RolloutStatus } from '@parley/protocol';
import { useState } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { useAction } from '../../sdk/use-action.ts';
import { rolloutText as text } from '../../text/rollout.ts';
import { showToast } from '../../ui/toasts.ts';
import { readDraft, toDraft } from './rollout-draft.ts';
import type { DraftProblems, RolloutDraft } from './rollout-draft.ts';
import { useAdminRequest } from './use-admin-request.ts';

interface Unknown {
  alwaysIn: readonly string[];
  alwaysOut: readonly string[];
}

const NO_PROBLEMS: DraftProblems = { percent: [] };
const NONE_UNKNOWN: Unknown = { alwaysIn: [], alwaysOut: [] };

/** The server says that somebody is missing; which of them, their profiles tell. */
async function findUnknown(
  people: Pick<ParleyClient['people'], 'profile'>,
  handles: readonly string[],
): Promise<string[]> {
  const missing: string[] = [];
  for (const handle of handles) {
    const isThere = await people.profile(handle).then(
      () => true,
      (thrown: unknown) => errorCodeOf(thrown) !== 'not_found',
    );
    if (!isThere) missing.push(handle);
  }
  return missing;
}

/** What is being typed on the roll-out page, and saving it where nobody else was faster (ROLL-11). */
export function useRolloutDraft(status: RolloutStatus, onStatus: (status: RolloutStatus) => void) {
  const request = useAdminRequest();
  const { people } = useClient();
  const { isBusy, run } = useAction();
  const [draft, setDraft] = useState(() => toDraft(status.rollout));
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const [unknown, setUnknown] = useState(NONE_UNKNOWN);
  const [isOvertaken, setOvertaken] = useState(false);

  const put = async (rollout: RolloutStatus['rollout']): Promise<void> => {
    try {
      const saved = await request('putRollout', { body: { rollout, version: status.version } });
      onStatus(saved);
      setDraft(toDraft(saved.rollout));
      setUnknown(NONE_UNKNOWN);
      setOvertaken(false);
      showToast({ tone: 'info', text: text.saved });
    } catch (thrown) {
      switch (errorCodeOf(thrown)) {
        case 'wrong_state':
          // Saving once more is then a decision made with what holds now before one's eyes.
          onStatus(await request('getRollout', {}));
          setOvertaken(true);
          return;
        case 'not_found':
          setUnknown({
            alwaysIn: await findUnknown(people, rollout.alwaysIn),
            alwaysOut: await findUnknown(people, rollout.alwaysOut),
          });
          return;
        default:
          throw thrown;
      }
    }
  };

  return {
    draft,
    problems,
    unknown,
    isOvertaken,
    isBusy,
    change: (next: RolloutDraft) => {
      setDraft(next);
      setProblems(NO_PROBLEMS);
      setUnknown(NONE_UNKNOWN);
    },
    save: () => {
      if (isBusy) return;
      const read = readDraft(draft);
      if ('problems' in read) setProblems(read.problems);
      else run(() => put(read.rollout));
    },
    takeOver: () => {
      setDraft(toDraft(status.rollout));
      setOvertaken(false);
    },
  };
}
