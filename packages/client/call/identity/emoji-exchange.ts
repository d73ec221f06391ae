import type { CallId, IdentityKey } from '@parley/protocol';
import { advanceEmoji, beginEmoji } from './emoji-machine.ts';
import type { EmojiEvent, EmojiSide, EmojiState } from './emoji-machine.ts';
import type { EmojiMessage } from './emoji-messages.ts';
import { EMOJI } from './emoji-list.ts';
import { joinFields, sha256, toBase64Url } from './encoding.ts';

/** What the four emoji stand for: all of it must be the same on both devices. */
export interface EmojiParts {
  callId: CallId;
  /** The number of the peer connection: each has emoji of its own. */
  connection: number;
  /** Of the caller's and of the callee's certificate, as `readSdpIdentity` gives them from the two descriptions. */
  callerFingerprint: string;
  calleeFingerprint: string;
  /** The keys that signed the two descriptions: a false key is found out by the emoji as a false certificate is. */
  callerKey: IdentityKey;
  calleeKey: IdentityKey;
}

export interface EmojiHandlers {
  /** Over the data channel of that connection. What is lost there is said again with the next `onOpen`. */
  send: (message: EmojiMessage) => void;
  /** Once: the same four on both sides. */
  onReady: (emoji: readonly string[]) => void;
  /** Once: the other side revealed something else than it had committed to. There are no emoji, or no longer. */
  onCheated: () => void;
}

/**
 * Agrees on four emoji over one peer connection (CALL-65). Make one per connection, once both descriptions are in place.
 *
 * Call `onOpen` when the data channel opens and then with each heartbeat: until the emoji are there it says again what
 * may have been lost. Give `onMessage` every `emojiCommit` and `emojiReveal`; those that come before `onOpen` count.
 */
export class EmojiExchange {
  readonly #parts: EmojiParts;
  readonly #handlers: EmojiHandlers;
  /** One event after the other: hashing takes a moment. */
  #state: Promise<EmojiState>;

  /** @param side of this account in the call, whichever side offered the connection */
  constructor(
    side: EmojiSide,
    parts: EmojiParts,
    handlers: EmojiHandlers,
    nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
  ) {
    this.#parts = parts;
    this.#handlers = handlers;
    this.#state = commitmentOf(parts, nonce).then((hash) => beginEmoji(side, { nonce, hash }));
  }

  onOpen(): void {
    this.#advance(() => Promise.resolve({ type: 'tick' }));
  }

  onMessage(message: EmojiMessage): void {
    this.#advance(async () => {
      if (message.type === 'emojiCommit') return { type: 'committed', hash: message.hash };
      const { nonce } = message;
      return { type: 'revealed', nonce, hash: await commitmentOf(this.#parts, nonce) };
    });
  }

  #advance(toEvent: () => Promise<EmojiEvent>): void {
    this.#state = this.#state.then(async (before) => {
      const { state, say } = advanceEmoji(before, await toEvent());
      if (say !== undefined) this.#handlers.send(say);
      if (state.step === before.step) return state;
      if (state.step === 'done') {
        this.#handlers.onReady(await emojiOf(this.#parts, state.callerNonce, state.calleeNonce));
      }
      if (state.step === 'cheated') this.#handlers.onCheated();
      return state;
    });
  }
}

async function commitmentOf({ callId, connection }: EmojiParts, nonce: string): Promise<string> {
  return toBase64Url(await sha256(joinFields('parley-emoji-commit-1', callId, connection, nonce)));
}

async function emojiOf(
  parts: EmojiParts,
  callerNonce: string,
  calleeNonce: string,
): Promise<readonly string[]> {
  const { callId, connection, callerFingerprint, calleeFingerprint, callerKey, calleeKey } = parts;
  const digest = await sha256(
    joinFields(
      'parley-emoji-1',
      callId,
      connection,
      callerFingerprint,
      calleeFingerprint,
      callerKey,
      calleeKey,
      callerNonce,
      calleeNonce,
    ),
  );
  // One byte each: the list has 256, so all are equally likely.
  return Array.from(digest.subarray(0, 4), (byte) => EMOJI[byte] ?? '');
}
