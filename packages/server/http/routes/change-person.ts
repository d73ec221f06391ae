import { normalizeHandle } from '@parley/protocol';
import type { AccountId, Profile } from '@parley/protocol';
import { AppError } from '../../error.ts';
import type { Effect, Ports, Stores, Viewer } from '../../ports.ts';
import { conversationsChanged } from '../../commands/announce.ts';

interface PersonChange {
  viewer: Viewer;
  handle: string;
  /** In the transaction. Throws an AppError to undo; returns effects of its own, to run after the commit. */
  change: (stores: Stores, personId: AccountId, nowMs: number) => Promise<readonly Effect[]>;
}

/**
 * What following, blocking and their opposites share: find the person, change the relation, tell both members of
 * the conversation, answer with the profile as it is now.
 */
export async function changePerson(
  ports: Pick<Ports, 'transaction' | 'run' | 'clock'>,
  { viewer, handle: typed, change }: PersonChange,
): Promise<Profile | AppError> {
  const handle = normalizeHandle(typed);
  const { profile, effects } = await ports.transaction(async (stores) => {
    const personId = await stores.people.findId(handle);
    if (personId === undefined) throw new AppError('not_found');
    if (personId === viewer.accountId)
      throw new AppError('forbidden', { detail: 'This is your own account.' });
    const own = await change(stores, personId, ports.clock());
    const peers = await stores.people.listPeers(viewer.accountId, personId);
    return {
      profile: await stores.people.loadProfile(viewer.accountId, handle),
      effects: [...own, ...conversationsChanged(viewer.accountId, peers, 'both')],
    };
  });
  ports.run(effects);
  return profile ?? new AppError('not_found');
}
