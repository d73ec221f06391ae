import type { AccountId, AdminAccess } from '@parley/protocol';
import { AppError } from '../error.ts';
import type { Ports, Stores, Viewer } from '../ports.ts';
import type { OwnAccount } from '../store/accounts.ts';
import type { StoredPasskey } from '../store/second-factors.ts';

type AccessStores = Pick<Stores, 'accounts' | 'secondFactors'>;

/** An administrator and the factors that work. */
export interface Factors {
  account: OwnAccount;
  passkeys: StoredPasskey[];
  /** The encrypted secret of the authenticator app, once it has proved that it works. */
  totpBox: Buffer | undefined;
}

export async function loadFactors(stores: AccessStores, accountId: AccountId): Promise<Factors> {
  const account = await stores.accounts.load(accountId);
  if (account === undefined) throw new AppError('unauthenticated');
  const totp = await stores.secondFactors.findTotp(accountId);
  return {
    account,
    passkeys: await stores.secondFactors.listPasskeys(accountId),
    totpBox: totp?.confirmed === true ? totp.box : undefined,
  };
}

/** Before that, the first factor is set up. */
export function hasFactor({ passkeys, totpBox }: Factors): boolean {
  return passkeys.length > 0 || totpBox !== undefined;
}

/** What the way into the admin area looks like for this session (ADM-1). */
export async function loadAccess(
  { clock }: Pick<Ports, 'clock'>,
  stores: AccessStores,
  viewer: Viewer,
): Promise<AdminAccess> {
  const factors = await loadFactors(stores, viewer.accountId);
  const untilMs = await stores.secondFactors.elevatedUntilMs(viewer.sessionId);
  return {
    elevatedUntilMs: clock() < untilMs ? untilMs : null,
    passkeys: factors.passkeys.map(({ credentialId: id, label, createdAtMs }) => ({
      id,
      label,
      createdAtMs,
    })),
    totp: factors.totpBox !== undefined,
    asksPassword: !factors.account.isDemo && !hasFactor(factors),
  };
}
