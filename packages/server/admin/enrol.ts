import type { AdminAccess } from '@parley/protocol';
import { offerPasskey, readNewPasskey } from '../auth/passkeys.ts';
import { describeTotp } from '../auth/totp.ts';
import { AppError } from '../error.ts';
import type { Ports, Stores, Viewer } from '../ports.ts';
import { hasFactor, loadAccess, loadFactors } from './access.ts';
import type { Factors } from './access.ts';
import { elevate, isElevated } from './elevation.ts';
import { CHALLENGE_LIFE_MS } from './enter.ts';
import { createTotpBox, takeCode } from './proof.ts';
import type { WebAuthnJson } from './proof.ts';

type EnrolPorts = Pick<
  Ports,
  'stores' | 'transaction' | 'clock' | 'origins' | 'secret' | 'rateLimits' | 'passwords'
>;

/** What a factor is called in the audit log. */
const APP_LABEL = 'authenticator app';

/** With a factor, another one needs the open admin area; without, nothing here stands in the way (ADM-3). */
async function loadForEnrolment(ports: Pick<Ports, 'stores' | 'clock'>, viewer: Viewer): Promise<Factors> {
  const factors = await loadFactors(ports.stores, viewer.accountId);
  if (hasFactor(factors) && !(await isElevated(ports, viewer.sessionId)))
    throw new AppError('second_factor_required');
  return factors;
}

/** Before the first factor: the password once more, except for demo accounts, which have none (ADM-3). */
async function mayBegin(ports: EnrolPorts, viewer: Viewer, password: string | undefined): Promise<Factors> {
  const factors = await loadForEnrolment(ports, viewer);
  if (hasFactor(factors) || factors.account.isDemo) return factors;
  await ports.rateLimits.showFactor(viewer.accountId);
  const credentials = await ports.stores.accounts.loadCredentials(factors.account.person.handle);
  if (!(await ports.passwords.verify(credentials?.passwordHash, password ?? '')))
    throw new AppError('wrong_credentials');
  await ports.rateLimits.showedFactor(viewer.accountId);
  return factors;
}

/** Records the new factor and opens the area: whoever sets one up has just shown it. */
async function welcome(
  ports: Pick<Ports, 'clock'>,
  stores: Stores,
  viewer: Viewer,
  added: { handle: string; label: string },
): Promise<AdminAccess> {
  await stores.audit.record({
    actorId: viewer.accountId,
    action: 'factor.added',
    subject: added.handle,
    detail: added.label,
  });
  await elevate(stores, viewer.sessionId, ports.clock());
  return await loadAccess(ports, stores, viewer);
}

export async function beginPasskey(
  ports: EnrolPorts,
  viewer: Viewer,
  password: string | undefined,
): Promise<{ options: WebAuthnJson }> {
  const { account, passkeys } = await mayBegin(ports, viewer, password);
  const options = await offerPasskey(ports.origins(), account.person, passkeys);
  await ports.stores.secondFactors.saveChallenge(
    viewer.sessionId,
    'addPasskey',
    options.challenge,
    ports.clock() + CHALLENGE_LIFE_MS,
  );
  return { options: { ...options } };
}

/** The challenge that `beginPasskey` has left proves that this session may. */
export async function addPasskey(
  ports: EnrolPorts,
  viewer: Viewer,
  { label, response }: { label: string; response: WebAuthnJson },
): Promise<AdminAccess | AppError> {
  const { account } = await loadForEnrolment(ports, viewer);
  const nowMs = ports.clock();
  const challenge = await ports.stores.secondFactors.takeChallenge(viewer.sessionId, 'addPasskey', nowMs);
  const passkey =
    challenge === undefined ? undefined : await readNewPasskey(ports.origins(), challenge, response);
  if (passkey === undefined) return new AppError('wrong_code');
  return await ports.transaction(async (stores) => {
    const stored = { ...passkey, label, createdAtMs: nowMs };
    if (!(await stores.secondFactors.addPasskey(viewer.accountId, stored))) throw new AppError('wrong_state');
    return await welcome(ports, stores, viewer, { handle: account.person.handle, label });
  });
}

export async function beginTotp(
  ports: EnrolPorts,
  viewer: Viewer,
  password: string | undefined,
): Promise<{ secret: string; uri: string } | AppError> {
  const { account } = await mayBegin(ports, viewer, password);
  const { totpSecret, box } = createTotpBox(ports, viewer.accountId);
  if (!(await ports.stores.secondFactors.beginTotp(viewer.accountId, box)))
    return new AppError('wrong_state', { detail: 'Remove the authenticator app that is set up first.' });
  const issuer = `Parley (${new URL(ports.origins()[0]).hostname})`;
  const { uri, secretText } = describeTotp(totpSecret, { issuer, handle: account.person.handle });
  return { secret: secretText, uri };
}

export async function confirmTotp(
  ports: EnrolPorts,
  viewer: Viewer,
  code: string,
): Promise<AdminAccess | AppError> {
  const { account, totpBox } = await loadForEnrolment(ports, viewer);
  const begun = await ports.stores.secondFactors.findTotp(viewer.accountId);
  if (begun === undefined || totpBox !== undefined) return new AppError('wrong_state');
  await ports.rateLimits.showFactor(viewer.accountId);
  const confirmed = await ports.transaction(async (stores) => {
    if (!(await takeCode(ports, stores, viewer.accountId, { box: begun.box, code }))) return undefined;
    await stores.secondFactors.confirmTotp(viewer.accountId, ports.clock());
    return await welcome(ports, stores, viewer, { handle: account.person.handle, label: APP_LABEL });
  });
  if (confirmed === undefined) return new AppError('wrong_code');
  await ports.rateLimits.showedFactor(viewer.accountId);
  return confirmed;
}

/** Removes one factor and closes the area in the account's other sessions (ADM-3). */
async function remove(
  ports: Pick<Ports, 'transaction' | 'clock'>,
  viewer: Viewer,
  removeFrom: (stores: Stores) => Promise<string | undefined>,
): Promise<AdminAccess> {
  return await ports.transaction(async (stores) => {
    const label = await removeFrom(stores);
    if (label === undefined) throw new AppError('not_found');
    const { account } = await loadFactors(stores, viewer.accountId);
    await stores.secondFactors.lower(viewer.accountId, { but: viewer.sessionId });
    await stores.audit.record({
      actorId: viewer.accountId,
      action: 'factor.removed',
      subject: account.person.handle,
      detail: label,
    });
    return await loadAccess(ports, stores, viewer);
  });
}

export async function removePasskey(
  ports: Pick<Ports, 'transaction' | 'clock'>,
  viewer: Viewer,
  passkeyId: string,
): Promise<AdminAccess> {
  return await remove(ports, viewer, (stores) =>
    stores.secondFactors.removePasskey(viewer.accountId, passkeyId),
  );
}

export async function removeTotp(
  ports: Pick<Ports, 'transaction' | 'clock'>,
  viewer: Viewer,
): Promise<AdminAccess> {
  return await remove(ports, viewer, async (stores) =>
    (await stores.secondFactors.removeTotp(viewer.accountId)) ? APP_LABEL : undefined,
  );
}
