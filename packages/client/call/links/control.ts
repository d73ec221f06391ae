import * as z from 'zod/mini';
import { EmojiCommit, EmojiReveal } from '../identity/index.ts';

/** How often each side says what it sends, in milliseconds: the heartbeat of the call. */
export const HEARTBEAT_MS = 1_000;
/** The other side has been silent for so long that the call counts as interrupted, in milliseconds. */
export const SILENCE_MS = 4_000;
/** Longest text of one message, in UTF-16 code units. */
const MOST_TEXT = 1_000;

/**
 * What each side sends at this moment, with every heartbeat. Said only by who agrees to the call: to the callee's device
 * it shows that its accept was heard.
 */
export const PeerState = z.object({
  type: z.literal('state'),
  muted: z.boolean(),
  cameraOn: z.boolean(),
  screenOn: z.boolean(),
  /** The link carries only sound; the camera is on all the same. */
  videoPaused: z.boolean(),
});
export type PeerState = z.infer<typeof PeerState>;

/** What the two devices tell each other directly, beside the server (data channel 0, negotiated). */
export const ControlMessage = z.discriminatedUnion('type', [
  PeerState,
  z.object({ type: z.literal('hangUp') }),
  /** The callee's device: the person has accepted. The server hears it too, and its word decides (CALL-42). */
  z.object({ type: z.literal('accept') }),
  /** The page goes away, and may be back (CALL-52). */
  z.object({ type: z.literal('away') }),
  EmojiCommit,
  EmojiReveal,
]);
export type ControlMessage = z.infer<typeof ControlMessage>;

/** The message in a text from the other side; undefined for anything else, later versions' messages too. */
export function parseControl(text: unknown): ControlMessage | undefined {
  if (typeof text !== 'string' || text.length > MOST_TEXT) return undefined;
  try {
    const parsed = z.safeParse(ControlMessage, JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
