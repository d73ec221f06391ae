// Who runs the embedded PostgreSQL. It refuses to run as root, so root hands it to an unprivileged user.

import { statSync } from 'node:fs';

import { runAs, unprivileged } from '../run-as.ts';
import type { Identity } from '../run-as.ts';

/** Tried by root, best first: the user Debian made for PostgreSQL, then the one that owns nothing. */
const USERS = ['postgres', 'nobody'];

/** Root runs an existing cluster as its owner, so that `sudo` once does not lock the ordinary user out. */
export function chooseIdentity(clusterDir: string): Identity {
  const ourUid = process.getuid?.();
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (ourUid === 0 && owner !== undefined && owner.uid !== 0) {
    return { kind: 'user', name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  }
  if (ourUid !== 0 && owner !== undefined && owner.uid !== ourUid) {
    throw new Error(
      `The database in ${clusterDir} belongs to another user (${owner.uid}), probably because Parley was ` +
        `started by root before. Start it as root again, or take it over: sudo chown -R ${ourUid} ${clusterDir}`,
    );
  }
  const identity = unprivileged(USERS);
  if (identity !== undefined) return identity;
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a "postgres" nor a "nobody" user. ' +
      'Start Parley as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether `identity` may enter this folder, asked of the kernel rather than worked out from mode bits. */
export function canEnter(identity: Identity, folder: string): boolean {
  return runAs(identity, 'test', ['-x', folder]).status === 0;
}
