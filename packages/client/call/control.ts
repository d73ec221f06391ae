import * as z from 'zod/mini';

/** How often each side says what it sends, in milliseconds: the heartbeat of the call. */
export const HEARTBEAT_MS = 1_000;
/** The other side has been silent for so long that the call counts as interrupted, in milliseconds. */
export const SILENCE_MS = 5_000;

/** What the two devices tell each other directly, beside the server (data channel 0, negotiated). */
export const ControlMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), muted: z.boolean(), cameraOn: z.boolean() }),
  z.object({ type: z.literal('hangUp') }),
]);
export type ControlMessage = z.infer<typeof ControlMessage>;

/** The message in a text from the other side; undefined for anything else. */
export function parseControl(text: unknown): ControlMessage | undefined {
  if (typeof text !== 'string' || text.length > 1_000) return undefined;
  try {
    const parsed = z.safeParse(ControlMessage, JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
