/**
 * How small the camera's picture is made for how much room, in bit/s: encoders keep a picture too large for their rate and
 * drop its frames instead, for ten seconds and more (seen: 720p at 300 kbit/s, 2 frames/s).
 */
const RUNGS = [
  { fromBps: 900_000, scaleDownBy: 1 },
  { fromBps: 500_000, scaleDownBy: 4 / 3 },
  { fromBps: 180_000, scaleDownBy: 2 },
  { fromBps: 0, scaleDownBy: 4 },
] as const;
/** A larger picture needs so much more than its least room … */
const MARGIN = 1.15;
/** … for this long without a break, in ms. */
const ENOUGH_FOR_MS = 3_000;

export interface PictureSize {
  scaleDownBy: number;
  /** Null: no room was ever told. */
  rung: number | null;
  /** Since when there has been room for a larger one; null: there is none. */
  roomySinceMs: number | null;
}

export const FULL_SIZE: PictureSize = { scaleDownBy: 1, rung: null, roomySinceMs: null };

/** One look at the room: smaller at once, larger one step at a time (CALL-86). Without a word of the browser it stays. */
export function advancePictureSize(state: PictureSize, roomBps: number | null, atMs: number): PictureSize {
  if (roomBps === null) return state.roomySinceMs === null ? state : { ...state, roomySinceMs: null };
  const fitting = RUNGS.findIndex(({ fromBps }) => roomBps >= fromBps);
  if (state.rung === null || fitting > state.rung) return standOn(fitting);
  const next = RUNGS[state.rung - 1];
  if (next === undefined || roomBps < next.fromBps * MARGIN) return { ...state, roomySinceMs: null };
  const sinceMs = state.roomySinceMs ?? atMs;
  return atMs - sinceMs >= ENOUGH_FOR_MS ? standOn(state.rung - 1) : { ...state, roomySinceMs: sinceMs };
}

function standOn(rung: number): PictureSize {
  return { scaleDownBy: RUNGS[rung]?.scaleDownBy ?? 1, rung, roomySinceMs: null };
}
