/** What a line between a device and a server does to what passes, in each direction. */
export interface LegConditions {
  delayMs: number;
  /** Share of the packets that are lost, 0 to 1. */
  loss: number;
  /** The narrowest place, in kbit/s, and how long a queue may stand before it; undefined: as wide as the machine. */
  cap: { kbps: number; queueMs: number } | undefined;
}

/** A network between two devices, end to end and one way: over the relay, and over the signalling server. */
export interface Profile {
  name: string;
  oneWayDelayMs: number;
  loss: number;
  cap?: { kbps: number; queueMs: number };
}

export const PERFECT_LEG: LegConditions = { delayMs: 0, loss: 0, cap: undefined };

/**
 * What each of the two legs (device to server, server to device) does, so that both together make the profile: half of
 * the delay, and the loss that survives twice with the profile's probability. The cap is that of each device's link.
 */
export function toLeg({ oneWayDelayMs, loss, cap }: Profile): LegConditions {
  return { delayMs: oneWayDelayMs / 2, loss: 1 - Math.sqrt(1 - loss), cap };
}
