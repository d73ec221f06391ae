import { IdentifierId } from '@parley/protocol';
import type { IdentifierKind } from '@parley/protocol';
import { CODE_LIFE_MS, createCode, isSameCode, MOST_ATTEMPTS } from '../../contacts/code.ts';
import { hintOf, parseIdentifier } from '../../contacts/identifier.ts';
import type { Identifier } from '../../contacts/identifier.ts';
import { AppError } from '../../error.ts';
import type { Ports, Viewer } from '../../ports.ts';
import type { Handler } from '../endpoint.ts';
import { accountChanged } from '../../commands/announce.ts';
import { callersChanged } from './contacts-announce.ts';

/** More nobody has; what is on its way to be proved counts too. */
const MOST_OF_ACCOUNT = 10;

const UNREADABLE: Record<IdentifierKind, string> = {
  phone: 'body: value is no phone number; write it with its country code, as in +49 151 23456789',
  email: 'body: value is no e-mail address',
};

export const listIdentifiers: Handler<'listIdentifiers'> = async ({ stores }, { viewer }) => ({
  identifiers: await stores.identifiers.list(viewer.accountId),
});

/** Sends the code before anything is written: what could not be sent has changed nothing (BOOK-18). */
async function sendCode(
  ports: Pick<Ports, 'codeSender' | 'log'>,
  to: Identifier,
  code: string,
): Promise<AppError | undefined> {
  try {
    await ports.codeSender.send(to, code);
    return undefined;
  } catch (error) {
    // The drivers see to it that it holds neither address nor code (BOOK-6).
    ports.log.error({ error }, 'a code could not be sent');
    return new AppError('unavailable', { detail: 'The code could not be sent; try again later.' });
  }
}

/** BOOK-2, BOOK-5: nothing here looks at whether another account has it. */
export const addIdentifier: Handler<'addIdentifier'> = async (ports, { viewer, body, address }) => {
  const { stores, blind, clock, random, codeSender } = ports;
  const { accountId } = viewer;
  const region = body.region ?? (await stores.contacts.loadRegion(accountId));
  const identifier = parseIdentifier(body.kind, body.value, region);
  if (identifier === undefined) return new AppError('bad_request', { detail: UNREADABLE[body.kind] });
  const missing = codeSender.missingSetting(identifier.kind);
  if (missing !== undefined) {
    return new AppError('unavailable', {
      detail: `This server sends no codes there: ${missing} is not set.`,
    });
  }
  const hash = blind.hash(identifier.value);
  if (!(await stores.identifiers.hasRoom(accountId, hash, MOST_OF_ACCOUNT))) {
    return new AppError('too_large', { detail: `An account has at most ${MOST_OF_ACCOUNT} of them.` });
  }
  await ports.contactLimits.sendCode(accountId, hash, address);
  const code = createCode();
  const refusal = await sendCode(ports, identifier, code);
  if (refusal !== undefined) return refusal;
  const nowMs = clock();
  const codeExpiresAtMs = nowMs + CODE_LIFE_MS;
  return await ports.transaction(async (tx) => {
    const id = IdentifierId.parse(random.uuid());
    const claim = { id, accountId, kind: identifier.kind, hash, hint: hintOf(identifier) };
    const claimed = await tx.identifiers.claim(claim, new Date(nowMs));
    const codeHash = blind.hashCode(accountId, hash, code);
    await tx.identifiers.saveCode(claimed.id, codeHash, new Date(codeExpiresAtMs));
    return { identifier: claimed, codeExpiresAtMs };
  });
};

/** BOOK-4: one refusal for every wrong code. BOOK-5: who proves it last has it. */
export const verifyIdentifier: Handler<'verifyIdentifier'> = async (ports, { viewer, params, body }) => {
  const { accountId } = viewer;
  await ports.contactLimits.tryCode(accountId);
  const now = new Date(ports.clock());
  const proved = await ports.transaction(async ({ identifiers, contacts }) => {
    const attempt = await identifiers.takeAttempt(accountId, params.identifierId, MOST_ATTEMPTS, now);
    if (attempt === undefined) return undefined;
    const { hash, codeHash } = attempt;
    // Not thrown: the attempt that was counted stays counted.
    if (!isSameCode(codeHash, ports.blind.hashCode(accountId, hash, body.code))) return undefined;
    await identifiers.lockHash(hash);
    const loserId = await identifiers.findOtherHolder(hash, accountId);
    const lost = loserId === undefined ? [] : await contacts.findCallsByHash(loserId, hash);
    const identifier = await identifiers.saveVerified(accountId, hash, now);
    const gained = await contacts.findCallsByHash(accountId, hash);
    return identifier && { identifier, loserId, callers: [...lost, ...gained] };
  });
  if (proved === undefined) return new AppError('wrong_code');
  const { identifier, loserId, callers } = proved;
  ports.run([
    accountChanged(accountId),
    ...(loserId === undefined ? [] : [accountChanged(loserId)]),
    ...callersChanged(callers),
  ]);
  return identifier;
};

async function remove(
  ports: Pick<Ports, 'transaction'>,
  { accountId }: Viewer,
  id: IdentifierId,
): ReturnType<Ports['stores']['contacts']['findCallsByHash']> {
  return await ports.transaction(async ({ identifiers, contacts }) => {
    const hash = await identifiers.findHash(accountId, id);
    if (hash === undefined) throw new AppError('not_found');
    const callers = await contacts.findCallsByHash(accountId, hash);
    await identifiers.delete(accountId, id);
    return callers;
  });
}

export const removeIdentifier: Handler<'removeIdentifier'> = async (ports, { viewer, params }) => {
  const callers = await remove(ports, viewer, params.identifierId);
  ports.run([accountChanged(viewer.accountId), ...callersChanged(callers)]);
  return {};
};
