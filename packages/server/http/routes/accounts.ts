import { AccountId, normalizeHandle } from '@parley/protocol';
import type { SignedIn } from '@parley/protocol';
import { startSession } from '../../auth/start-session.ts';
import { AppError } from '../../error.ts';
import type { Handler, SessionCookie } from '../endpoint.ts';

/** A browser gets the token as a cookie that no script can read, others in the body; never both. */
function handOver(
  { signedIn, token }: { signedIn: SignedIn; token: string },
  cookie: SessionCookie,
): SignedIn {
  if (signedIn.token === undefined) cookie.set(token);
  return signedIn;
}

export const signUp: Handler<'signUp'> = async (ports, { body, address, cookie }) => {
  await ports.rateLimits.signUp(address);
  const passwordHash = await ports.passwords.hash(body.password);
  const id = AccountId.parse(ports.random.uuid());
  const started = await ports.transaction(async (stores) => {
    const created = await stores.accounts.create({
      id,
      handle: normalizeHandle(body.handle),
      displayName: body.displayName,
      passwordHash,
      isDemo: false,
      admin: ports.mode === 'production' ? 'ifFirst' : false,
    });
    return created ? await startSession(ports, stores, id, body) : new AppError('handle_taken');
  });
  return started instanceof AppError ? started : handOver(started, cookie);
};

export const signIn: Handler<'signIn'> = async (ports, { body, address, cookie }) => {
  const handle = normalizeHandle(body.handle);
  await ports.rateLimits.signIn(handle, address);
  const credentials = await ports.stores.accounts.loadCredentials(handle);
  // Also without an account, so that the work tells nothing (ACC-3).
  const matches = await ports.passwords.verify(credentials?.passwordHash, body.password);
  if (credentials === undefined || !matches) return new AppError('wrong_credentials');
  await ports.rateLimits.signedIn(handle, address);
  return handOver(await startSession(ports, ports.stores, credentials.id, body), cookie);
};

export const signInByLink: Handler<'signInByLink'> = async (ports, { body, address, cookie }) => {
  await ports.rateLimits.signIn('', address);
  const accountId = ports.demoLinks.find(body.token);
  if (accountId === undefined) return new AppError('wrong_credentials');
  await ports.rateLimits.signedIn('', address);
  return handOver(await startSession(ports, ports.stores, accountId, body), cookie);
};

export const signOut: Handler<'signOut'> = async (ports, { viewer, cookie }) => {
  await ports.stores.sessions.delete(viewer.accountId, viewer.sessionId);
  ports.run([{ kind: 'endSession', accountId: viewer.accountId, sessionId: viewer.sessionId }]);
  cookie.clear();
  return {};
};
