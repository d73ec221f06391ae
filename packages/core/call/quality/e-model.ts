/**
 * Rates how a call sounds by the E-model (ITU-T G.107), simplified: R = 93.2 − Id − Ie,eff.
 * Id is the fit of Cole and Rosenbluth (ACM SIGCOMM CCR 31(2), 2001). ITU-T G.113 has no values for Opus: Ie = 0 and
 * Bpl = 20, between G.729A with its concealment (19) and G.711 with its own (25.1), and loss is taken as random. So the
 * score compares calls of this kind with each other; it is no measurement of what somebody heard.
 */
export interface SoundConditions {
  /** From mouth to ear, in ms. */
  oneWayMs: number;
  /** What the listener missed, after every repair, in percent. */
  lossPercent: number;
}

const BASE = 93.2;
const LOSS_ROBUSTNESS = 20;
/** From here on people begin to talk over each other, in ms. */
const NOTICED_DELAY_MS = 177.3;

/** The rating factor R, at most 93.2; below 0 nothing is understood any more. */
export function rateSound({ oneWayMs, lossPercent }: SoundConditions): number {
  const late = Math.max(0, oneWayMs - NOTICED_DELAY_MS);
  const delayImpairment = 0.024 * oneWayMs + 0.11 * late;
  const lossImpairment = (95 * lossPercent) / (lossPercent + LOSS_ROBUSTNESS);
  return BASE - delayImpairment - lossImpairment;
}

/** The mean opinion score for a rating factor, 1 (bad) to 4.5 (G.107, annex B). */
export function toOpinionScore(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}
