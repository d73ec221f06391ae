import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { createTotpSecret, describeTotp, findTotpStep } from './totp.ts';

const NOW_MS = 1_800_000_015_000;
const STEP = 60_000_000;

/** The code of a step, as an app makes it of the text that a person typed into it. */
function codeOf(secret: Buffer, step: number): string {
  const { secretText } = describeTotp(secret, { issuer: 'Parley', handle: 'anna' });
  return TOTP.generate({ secret: Secret.fromBase32(secretText), timestamp: step * 30_000 });
}

test('ADM-4: the codes of the test vectors of RFC 6238, in six digits', () => {
  const secret = Buffer.from('12345678901234567890');
  expect(findTotpStep(secret, '287082', 59_000)).toBe(1);
  expect(findTotpStep(secret, '081804', 1_111_111_109_000)).toBe(37_037_036);
});

test('ADM-4: a code may be one step early or late, and names its own step', () => {
  const secret = createTotpSecret();
  expect(secret).toHaveLength(20);
  for (const step of [STEP - 1, STEP, STEP + 1]) {
    expect(findTotpStep(secret, codeOf(secret, step), NOW_MS)).toBe(step);
  }
  for (const step of [STEP - 2, STEP + 2]) {
    // Two codes of a million are equal by chance: then there is nothing to tell them apart.
    const near = [STEP - 1, STEP, STEP + 1].map((each) => codeOf(secret, each));
    const code = codeOf(secret, step);
    if (!near.includes(code)) expect(findTotpStep(secret, code, NOW_MS)).toBeUndefined();
  }
});

test.each(['', '12345', '1234567', 'abcdef', '12 345', '-12345', '１２３４５６'])('%j is no code', (code) => {
  expect(findTotpStep(createTotpSecret(), code, NOW_MS)).toBeUndefined();
});

test('an app is told the secret by a picture or by text, with names that a person recognises', () => {
  const { uri, secretText } = describeTotp(Buffer.alloc(20), {
    issuer: 'Parley (a.example)',
    handle: 'anna',
  });
  expect(secretText).toBe('A'.repeat(32));
  expect(uri).toMatch(/^otpauth:\/\/totp\/Parley%20\(a\.example\):anna\?/);
  expect(uri).toContain(`secret=${secretText}`);
});
