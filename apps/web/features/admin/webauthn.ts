import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

/** Why there is no passkey: the person did not go on, the browser cannot here, or it is set up already. */
export type PasskeyProblem = 'cancelled' | 'impossible' | 'taken';

type Json = Record<string, unknown>;
type Outcome = { response: Json } | { problem: PasskeyProblem };

function problemOf(thrown: unknown): PasskeyProblem {
  const name = thrown instanceof Error ? thrown.name : '';
  if (thrown instanceof WebAuthnError && thrown.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return 'taken';
  if (name === 'InvalidStateError') return 'taken';
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'impossible';
}

async function attempt(ceremony: () => Promise<object>): Promise<Outcome> {
  try {
    return { response: { ...(await ceremony()) } };
  } catch (thrown) {
    return { problem: problemOf(thrown) };
  }
}

/** Has the browser make a passkey. The options are the server's, made for this very function. */
export async function makePasskey(options: Json): Promise<Outcome> {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return await attempt(() => startRegistration({ optionsJSON }));
}

/** Has the browser use a passkey. The options are the server's, made for this very function. */
export async function askPasskey(options: Json): Promise<Outcome> {
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return await attempt(() => startAuthentication({ optionsJSON }));
}
