import type { AdminAccess, EndpointRequest } from '@parley/protocol';
import { askForPasskey } from '../auth/passkeys.ts';
import { AppError } from '../error.ts';
import type { Ports, Viewer } from '../ports.ts';
import { loadAccess, loadFactors } from './access.ts';
import { elevate } from './elevation.ts';
import { takeCode, takePasskey } from './proof.ts';
import type { WebAuthnJson } from './proof.ts';

/** So long may an answer to a challenge take, in milliseconds (ADM-5). */
export const CHALLENGE_LIFE_MS = 5 * 60_000;

type EntryPorts = Pick<Ports, 'stores' | 'clock' | 'origins' | 'secret' | 'rateLimits'>;
type Proof = EndpointRequest<'enterAdmin'>['body']['proof'];

/** What the browser needs to ask for one of the administrator's passkeys. */
export async function askToEnter(
  { stores, clock, origins }: Pick<Ports, 'stores' | 'clock' | 'origins'>,
  viewer: Viewer,
): Promise<{ options: WebAuthnJson } | AppError> {
  const { passkeys } = await loadFactors(stores, viewer.accountId);
  if (passkeys.length === 0) return new AppError('wrong_state', { detail: 'There is no passkey.' });
  const options = await askForPasskey(origins(), passkeys);
  const expiresAtMs = clock() + CHALLENGE_LIFE_MS;
  await stores.secondFactors.saveChallenge(viewer.sessionId, 'enter', options.challenge, expiresAtMs);
  return { options: { ...options } };
}

async function isProven(ports: EntryPorts, viewer: Viewer, proof: Proof): Promise<boolean> {
  const factors = await loadFactors(ports.stores, viewer.accountId);
  switch (proof.factor) {
    case 'passkey': {
      const { response } = proof;
      return await takePasskey(ports, ports.stores, factors, { sessionId: viewer.sessionId, response });
    }
    case 'totp': {
      const { totpBox: box } = factors;
      if (box === undefined) return false;
      return await takeCode(ports, ports.stores, viewer.accountId, { box, code: proof.code });
    }
  }
}

/** Opens the admin area for this session where the second factor is right (ADM-1). */
export async function enter(
  ports: EntryPorts,
  viewer: Viewer,
  proof: Proof,
): Promise<AdminAccess | AppError> {
  await ports.rateLimits.showFactor(viewer.accountId);
  // Whatever was wrong, it is told alike.
  if (!(await isProven(ports, viewer, proof))) return new AppError('wrong_code');
  await ports.rateLimits.showedFactor(viewer.accountId);
  await elevate(ports.stores, viewer.sessionId, ports.clock());
  return await loadAccess(ports, ports.stores, viewer);
}
