import type { CallRating, CallReceipt } from '@parley/protocol';

/** Words of what the own device measured of a call (CALL-85). */
export const receiptText = {
  details: 'Call details',
  title: (name: string) => `Call with ${name}`,
  explained: 'Measured by your own device and shown to nobody else.',
  path: 'Route',
  paths: { direct: 'Direct', relay: 'Relayed: your address was hidden' },
  loss: 'Lost on the way to you',
  restarts: 'Interruptions mended',
  score: 'Sound, as computed',
  tooShort: 'Too short to tell',
  verified: 'Encryption',
  wasVerified: 'Compared and confirmed',
  notVerified: 'Encrypted, not compared',
  verifiedMark: 'Encryption compared',
  rating: 'Your rating',
  ratings: { good: 'Good', poor: 'Poor' } satisfies Record<CallRating, string>,
} as const;

/** `0.4 %`, `12 %`; a little is not nothing. */
export function lossText(percent: number): string {
  if (percent === 0) return '0 %';
  if (percent < 0.1) return 'under 0.1 %';
  return percent < 10 ? `${Number(percent.toFixed(1))} %` : `${Math.round(percent)} %`;
}

const SHORT_PATH = { direct: 'Direct', relay: 'Relayed' } as const;

/** What a call was like in one line: `Direct · 0.4 % lost · 1 restart`. */
export function receiptLine({ path, lossPercent, restarts }: CallReceipt): string {
  const parts = [SHORT_PATH[path], lossPercent === 0 ? 'nothing lost' : `${lossText(lossPercent)} lost`];
  if (restarts > 0) parts.push(restarts === 1 ? '1 restart' : `${restarts} restarts`);
  return parts.join(' · ');
}

/** The score in a word and a number; the words follow ITU-T G.107, annex B. */
export function scoreText(score: number | null): string {
  if (score === null) return receiptText.tooShort;
  const word = score >= 4 ? 'Good' : score >= 3.6 ? 'Fair' : score >= 3.1 ? 'Poor' : 'Bad';
  return `${word} · ${score.toFixed(1)} of 4.5`;
}
