import type { AccountId, Platform, SignedIn } from '@parley/protocol';
import { SessionId } from '@parley/protocol';
import { AppError } from '../error.ts';
import type { Ports, Stores } from '../ports.ts';
import { loadMe } from './load-me.ts';
import type { MePorts } from './load-me.ts';
import { hashToken } from './tokens.ts';

/** What the client says about itself when it signs in. */
interface SessionWishes {
  platform: Platform;
  label?: string | undefined;
  carry: 'cookie' | 'bearer';
}

const PLATFORM_LABELS: Record<Platform, string> = {
  web: 'Web browser',
  ios: 'iPhone or iPad',
  android: 'Android',
  other: 'Another program',
};

/** Makes a session for an account that has proved itself, and hands its token out the way the client wants. */
export async function startSession(
  ports: Pick<Ports, 'clock' | 'random'> & MePorts,
  stores: Pick<Stores, 'sessions' | 'accounts' | 'rollout'>,
  accountId: AccountId,
  wishes: SessionWishes,
): Promise<{ signedIn: SignedIn; token: string }> {
  const token = ports.random.token();
  const sessionId = SessionId.parse(ports.random.uuid());
  const { platform, label = PLATFORM_LABELS[platform] } = wishes;
  const createdAtMs = ports.clock();
  const tokenHash = hashToken(token);
  const session = { id: sessionId, accountId, tokenHash, label, platform, createdAtMs };
  if (!(await stores.sessions.create(session))) {
    // Only whoever has proved to be that person learns it (ACC-14).
    const isSuspended = await stores.accounts.isSuspended(accountId);
    throw new AppError(isSuspended ? 'account_suspended' : 'wrong_credentials');
  }
  const me = await loadMe(ports, stores, { accountId, platform });
  if (me === undefined) throw new AppError('unauthenticated');
  return { signedIn: { me, sessionId, ...(wishes.carry === 'bearer' ? { token } : {}) }, token };
}
