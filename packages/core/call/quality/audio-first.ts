/** Less room than this, in bit/s, and the link carries only sound (CALL-84). */
const TOO_LITTLE_BPS = 60_000;
/** With less than that for this long, in ms: one bad second is no reason. */
const TOO_LITTLE_FOR_MS = 2_000;
/** Pictures come back with more room than this, in bit/s … */
const ENOUGH_BPS = 70_000;
/** … for this long without a break, in ms. */
const ENOUGH_FOR_MS = 6_000;
/** Pictures that lasted no longer than this, in ms, came back too early: the next wait is twice as long … */
const TOO_EARLY_MS = 30_000;
/** … up to this, in ms. */
const LONGEST_WAIT_MS = 96_000;
/**
 * After so many times that wait they are tried in any case: while next to nothing is sent, as when muted, the browser's
 * estimate does not move (seen in Chromium: 54 kbit/s for good, on a link of 400).
 */
const WAITS_UNTIL_TRIED = 5;

/** Whether pictures are sent: sound comes first. */
export interface AudioFirst {
  videoAllowed: boolean;
  /** Since when every look has spoken for the other choice; null: the last one did not. */
  againstSinceMs: number | null;
  /** When pictures were paused, or came back, last; null: they were never paused. */
  changedAtMs: number | null;
  /** How long there must be room before they come back the next time, in ms. */
  waitMs: number;
}

export const VIDEO_ALLOWED: AudioFirst = {
  videoAllowed: true,
  againstSinceMs: null,
  changedAtMs: null,
  waitMs: ENOUGH_FOR_MS,
};

/**
 * One look at the room that the link has. It never flaps: a picture that was paused is so for at least 6 s, one that came
 * back for at least 2 s, and a link whose room is overrated makes it wait longer each time. Where the browser does not
 * say, nothing is paused.
 *
 * @param roomBps what gets through, in bit/s
 */
export function advanceAudioFirst(state: AudioFirst, roomBps: number | null, atMs: number): AudioFirst {
  const { videoAllowed, waitMs } = state;
  const against = roomBps !== null && (videoAllowed ? roomBps < TOO_LITTLE_BPS : roomBps > ENOUGH_BPS);
  const sinceMs = against ? (state.againstSinceMs ?? atMs) : null;
  const lasted = (fromMs: number | null, ms: number): boolean => fromMs !== null && atMs - fromMs >= ms;
  if (videoAllowed && lasted(sinceMs, TOO_LITTLE_FOR_MS)) return pause(state, atMs);
  const isBack = lasted(sinceMs, waitMs) || lasted(state.changedAtMs, WAITS_UNTIL_TRIED * waitMs);
  if (!videoAllowed && isBack) return { videoAllowed: true, againstSinceMs: null, changedAtMs: atMs, waitMs };
  return sinceMs === state.againstSinceMs ? state : { ...state, againstSinceMs: sinceMs };
}

function pause({ changedAtMs, waitMs }: AudioFirst, atMs: number): AudioFirst {
  const isEarly = changedAtMs !== null && atMs - changedAtMs <= TOO_EARLY_MS;
  return {
    videoAllowed: false,
    againstSinceMs: null,
    changedAtMs: atMs,
    waitMs: isEarly ? Math.min(2 * waitMs, LONGEST_WAIT_MS) : ENOUGH_FOR_MS,
  };
}
