import * as z from 'zod/mini';

/** 32 bytes, base64url. */
const bytes32 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** The caller's: binds it to a number that it does not tell yet. For the data channel, beside `state` and `hangUp`. */
export const EmojiCommit = z.object({ type: z.literal('emojiCommit'), hash: bytes32 });
export type EmojiCommit = z.infer<typeof EmojiCommit>;

/** The callee's answer to the commitment, then the caller's own. */
export const EmojiReveal = z.object({ type: z.literal('emojiReveal'), nonce: bytes32 });
export type EmojiReveal = z.infer<typeof EmojiReveal>;

export type EmojiMessage = EmojiCommit | EmojiReveal;
