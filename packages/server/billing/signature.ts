import type Stripe from 'stripe';

/** How old a signature may be, in seconds: who records a message cannot send it again later (PLAN-8). */
const TOLERANCE_S = 300;

type Verifier = Pick<Stripe['webhooks'], 'signature'>;

function isSignedWith(
  { signature }: Verifier,
  secret: string,
  raw: Buffer,
  header: string,
  nowMs: number,
): boolean {
  try {
    return signature?.verifyHeader(raw, header, secret, TOLERANCE_S, undefined, nowMs) ?? false;
  } catch {
    return false;
  }
}

/** Whether one of the secrets signed exactly these bytes lately; more than one while a secret is being exchanged. */
export function isSigned(
  webhooks: Verifier,
  secrets: readonly string[],
  raw: Buffer,
  header: string | undefined,
  nowMs: number,
): boolean {
  if (header === undefined || raw.length === 0) return false;
  return secrets.some((secret) => isSignedWith(webhooks, secret, raw, header, nowMs));
}
