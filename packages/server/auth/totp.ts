import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, a new code each 30 seconds. */
const ALGORITHM = 'SHA1';
const DIGITS = 6;
const PERIOD_S = 30;
/** A clock may be one step off, to either side (ADM-4). */
const TOLERATED_STEPS = 1;
/** RFC 4226, section 4: 160 bits. */
const SECRET_BYTES = 20;

/** A new secret, to be shared with one authenticator app. */
export function createTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

function toSecret(bytes: Uint8Array): Secret {
  // A copy: a Buffer may be a window on memory that it shares with others.
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}

/** How an app is told the secret: as the content of a QR code, and as text to type. */
export function describeTotp(
  secret: Uint8Array,
  names: { issuer: string; handle: string },
): { uri: string; secretText: string } {
  const shared = toSecret(secret);
  const totp = new TOTP({
    issuer: names.issuer,
    label: names.handle,
    algorithm: ALGORITHM,
    digits: DIGITS,
    period: PERIOD_S,
    secret: shared,
  });
  return { uri: totp.toString(), secretText: shared.base32 };
}

/**
 * The time step whose code this is; undefined for a wrong one. Whoever stores the step and takes only later ones
 * makes each code good once.
 */
export function findTotpStep(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  // The library compares bytes and throws where characters have several.
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = TOTP.validate({
    token: code,
    secret: toSecret(secret),
    algorithm: ALGORITHM,
    digits: DIGITS,
    period: PERIOD_S,
    timestamp: nowMs,
    window: TOLERATED_STEPS,
  });
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / PERIOD_S) + delta;
}
