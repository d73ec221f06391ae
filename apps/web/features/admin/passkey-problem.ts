import { adminEntryText } from '../../text/admin.ts';
import type { PasskeyProblem } from './webauthn.ts';

const SENTENCES: Record<PasskeyProblem, string> = {
  cancelled: adminEntryText.passkeyCancelled,
  impossible: adminEntryText.passkeyImpossible,
  taken: adminEntryText.passkeyTaken,
};

/** Why there is no passkey, and what to do. */
export function passkeyProblemText(problem: PasskeyProblem): string {
  return SENTENCES[problem];
}
