import { MAX_MESSAGE_LENGTH } from '@parley/protocol';

const WARN_BELOW = 200;

export interface LengthState {
  canSend: boolean;
  /** Characters left, once few are; negative past the limit. */
  left: number | undefined;
}

/** Whether a text can be sent, and what the counter shows (MSG-4). */
export function lengthState(text: string): LengthState {
  const left = MAX_MESSAGE_LENGTH - text.length;
  return { canSend: text.trim() !== '' && left >= 0, left: left <= WARN_BELOW ? left : undefined };
}
