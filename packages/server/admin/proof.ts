import type { AccountId, SessionId } from '@parley/protocol';
import { checkPasskey } from '../auth/passkeys.ts';
import { deriveKey } from '../auth/secret.ts';
import { closeBox, openBox } from '../auth/secret-box.ts';
import { createTotpSecret, findTotpStep } from '../auth/totp.ts';
import { AppError } from '../error.ts';
import type { Ports, Stores } from '../ports.ts';
import type { Factors } from './access.ts';

/** An answer of the browser's WebAuthn API; the library reads it. */
export type WebAuthnJson = Readonly<Record<string, unknown>>;

const KEY_LABEL = 'second-factor';

/** A new secret for an authenticator app, and as it is stored. */
export function createTotpBox(
  { secret }: Pick<Ports, 'secret'>,
  accountId: AccountId,
): { totpSecret: Buffer; box: Buffer } {
  const totpSecret = createTotpSecret();
  return { totpSecret, box: closeBox(deriveKey(secret, KEY_LABEL), accountId, totpSecret) };
}

/** Whether the code is right and was not used; it is used up by that (ADM-4). */
export async function takeCode(
  { secret, clock }: Pick<Ports, 'secret' | 'clock'>,
  stores: Pick<Stores, 'secondFactors'>,
  accountId: AccountId,
  { box, code }: { box: Buffer; code: string },
): Promise<boolean> {
  const totpSecret = openBox(deriveKey(secret, KEY_LABEL), accountId, box);
  if (totpSecret === undefined) {
    throw new AppError('internal', {
      cause: new Error(
        "the secret of an authenticator app does not open: was the server's secret exchanged? " +
          '"parley admin reset-second-factor" helps',
      ),
    });
  }
  const step = findTotpStep(totpSecret, code, clock());
  return step !== undefined && (await stores.secondFactors.takeStep(accountId, box, step));
}

/** Whether the answer is one of the account's passkeys to the challenge of this session (ADM-5). */
export async function takePasskey(
  { origins, clock }: Pick<Ports, 'origins' | 'clock'>,
  stores: Pick<Stores, 'secondFactors'>,
  { passkeys }: Pick<Factors, 'passkeys'>,
  { sessionId, response }: { sessionId: SessionId; response: WebAuthnJson },
): Promise<boolean> {
  const challenge = await stores.secondFactors.takeChallenge(sessionId, 'enter', clock());
  const passkey = passkeys.find(({ credentialId }) => credentialId === response['id']);
  if (challenge === undefined || passkey === undefined) return false;
  const counter = await checkPasskey(origins(), challenge, response, passkey);
  if (counter === undefined) return false;
  return await stores.secondFactors.saveCounter(passkey, counter);
}
