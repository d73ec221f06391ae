import type { EmojiMessage } from './emoji-messages.ts';

export type EmojiSide = 'caller' | 'callee';

interface Own {
  nonce: string;
  /** The commitment to it. */
  hash: string;
}

/**
 * caller: committing ──revealed──▶ done
 * callee: awaiting ──committed──▶ revealing ──revealed──▶ done
 * Anything that contradicts what was said before: cheated.
 *
 * The caller's number is told only once the callee's is known, and the callee's only once the caller has committed to
 * its own: nobody chooses theirs knowing the other's.
 */
export type EmojiState =
  | { step: 'committing'; own: Own }
  | { step: 'awaiting'; own: Own }
  | { step: 'revealing'; own: Own; peerHash: string }
  | { step: 'done'; side: EmojiSide; own: Own; peerHash: string; callerNonce: string; calleeNonce: string }
  | { step: 'cheated' };

export type EmojiEvent =
  /** Say again what the other side may have missed. */
  | { type: 'tick' }
  | { type: 'committed'; hash: string }
  /** With the commitment that would fit the number. */
  | { type: 'revealed'; nonce: string; hash: string };

export interface EmojiStep {
  state: EmojiState;
  say?: EmojiMessage;
}

const CHEATED: EmojiStep = { state: { step: 'cheated' } };

export function beginEmoji(side: EmojiSide, own: Own): EmojiState {
  return { step: side === 'caller' ? 'committing' : 'awaiting', own };
}

function commit(own: Own): EmojiMessage {
  return { type: 'emojiCommit', hash: own.hash };
}

function reveal(own: Own): EmojiMessage {
  return { type: 'emojiReveal', nonce: own.nonce };
}

/** A repeated message is answered as the first was: its answer may have been lost. */
export function advanceEmoji(state: EmojiState, event: EmojiEvent): EmojiStep {
  switch (state.step) {
    case 'committing':
      return whileCommitting(state, event);
    case 'awaiting':
      return whileAwaiting(state, event);
    case 'revealing':
      return whileRevealing(state, event);
    case 'done':
      return whenDone(state, event);
    case 'cheated':
      return { state };
  }
}

function whileCommitting(state: EmojiState & { step: 'committing' }, event: EmojiEvent): EmojiStep {
  const { own } = state;
  switch (event.type) {
    case 'tick':
      return { state, say: commit(own) };
    case 'committed':
      // Only the caller commits.
      return CHEATED;
    case 'revealed':
      return {
        state: {
          step: 'done',
          side: 'caller',
          own,
          peerHash: event.hash,
          callerNonce: own.nonce,
          calleeNonce: event.nonce,
        },
        say: reveal(own),
      };
  }
}

function whileAwaiting(state: EmojiState & { step: 'awaiting' }, event: EmojiEvent): EmojiStep {
  switch (event.type) {
    case 'tick':
      return { state };
    case 'committed':
      return {
        state: { step: 'revealing', own: state.own, peerHash: event.hash },
        say: reveal(state.own),
      };
    case 'revealed':
      // Nobody reveals to us before we have.
      return CHEATED;
  }
}

function whileRevealing(state: EmojiState & { step: 'revealing' }, event: EmojiEvent): EmojiStep {
  const { own, peerHash } = state;
  switch (event.type) {
    case 'tick':
      return { state, say: reveal(own) };
    case 'committed':
      return event.hash === peerHash ? { state, say: reveal(own) } : CHEATED;
    case 'revealed':
      if (event.hash !== peerHash) return CHEATED;
      return {
        state: {
          step: 'done',
          side: 'callee',
          own,
          peerHash,
          callerNonce: event.nonce,
          calleeNonce: own.nonce,
        },
      };
  }
}

function whenDone(state: EmojiState & { step: 'done' }, event: EmojiEvent): EmojiStep {
  switch (event.type) {
    case 'tick':
      return { state };
    case 'committed':
      return state.side === 'callee' && event.hash === state.peerHash
        ? { state, say: reveal(state.own) }
        : CHEATED;
    case 'revealed':
      if (event.hash !== state.peerHash) return CHEATED;
      return state.side === 'caller' ? { state, say: reveal(state.own) } : { state };
  }
}
