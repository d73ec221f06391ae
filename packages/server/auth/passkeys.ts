import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { COSEALG } from '@simplewebauthn/server/helpers';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';

/** The authenticator has to know its person, by a PIN or a finger: possession alone opens nothing (ADM-5). */
const VERIFICATION = 'required';
/** So long a person may look for their key, in milliseconds. */
const PATIENCE_MS = 120_000;

/** What every authenticator can do; saying so keeps the library from trying what this Node calls experimental. */
const ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

/** A passkey as it is kept; nothing of it is secret. */
export interface Passkey {
  /** base64url, as the authenticator named it. */
  credentialId: string;
  publicKey: Uint8Array;
  /** How often it was used, where the authenticator counts; 0 where it does not. */
  counter: number;
  transports: string[];
}

/** What the WebAuthn API of a browser has answered, as JSON; it may be anything. */
export type WebAuthnAnswer = object;

/** Where passkeys are good: the server's own addresses; a passkey belongs to the host name of the first. */
export type PasskeyPlace = readonly [string, ...string[]];

function hostOf([origin]: PasskeyPlace): string {
  return new URL(origin).hostname;
}

function toDescriptors(passkeys: readonly Passkey[]): { id: string; transports: string[] }[] {
  return passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports }));
}

/** What a browser needs to make a passkey; those that the account has already are not made again. */
export async function offerPasskey(
  place: PasskeyPlace,
  account: { id: string; handle: string; displayName: string },
  known: readonly Passkey[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return await generateRegistrationOptions({
    rpName: 'Parley',
    rpID: hostOf(place),
    userID: Uint8Array.from(Buffer.from(account.id)),
    userName: account.handle,
    userDisplayName: account.displayName,
    timeout: PATIENCE_MS,
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: toDescriptors(known),
    authenticatorSelection: { residentKey: 'preferred', userVerification: VERIFICATION },
  });
}

/** What a browser needs to use one of these passkeys. */
export async function askForPasskey(
  place: PasskeyPlace,
  known: readonly Passkey[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return await generateAuthenticationOptions({
    rpID: hostOf(place),
    timeout: PATIENCE_MS,
    allowCredentials: toDescriptors(known),
    userVerification: VERIFICATION,
  });
}

/** The library throws for whatever does not fit; to the one who sent it, all of that is one refusal. */
async function orRefusal<T>(verifying: Promise<T>): Promise<T | undefined> {
  try {
    return await verifying;
  } catch {
    return undefined;
  }
}

/** The passkey that a browser has made for this challenge; undefined where anything about it is wrong. */
export async function readNewPasskey(
  place: PasskeyPlace,
  challenge: string,
  response: WebAuthnAnswer,
): Promise<Passkey | undefined> {
  const checked = await orRefusal(
    verifyRegistrationResponse({
      // Trust border: the library reads every field of it, and throws where one does not fit.
      response: response as unknown as RegistrationResponseJSON,
      supportedAlgorithmIDs: ALGORITHMS,
      expectedChallenge: challenge,
      expectedOrigin: [...place],
      expectedRPID: hostOf(place),
      requireUserVerification: true,
    }),
  );
  if (checked?.verified !== true) return undefined;
  const { id, publicKey, counter, transports = [] } = checked.registrationInfo.credential;
  return { credentialId: id, publicKey, counter, transports };
}

/** The counter of the passkey after this use; undefined where anything about it is wrong. */
export async function checkPasskey(
  place: PasskeyPlace,
  challenge: string,
  response: WebAuthnAnswer,
  passkey: Passkey,
): Promise<number | undefined> {
  const checked = await orRefusal(
    verifyAuthenticationResponse({
      // Trust border: as above.
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: [...place],
      expectedRPID: hostOf(place),
      credential: {
        id: passkey.credentialId,
        publicKey: Uint8Array.from(passkey.publicKey),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    }),
  );
  return checked?.verified === true ? checked.authenticationInfo.newCounter : undefined;
}
