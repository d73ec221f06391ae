// Starts the programs that serve Parley (the database, the relay): as whom, with what environment, and for how long.

import { spawn, spawnSync } from 'node:child_process';

/** The user a program runs as: ourselves, or another user where we are root. */
export type Identity = { kind: 'self' } | { kind: 'user'; name: string; uid: number; gid: number };

/** A command line for `spawn`, with the user it must be given to. */
export interface UserCommand {
  file: string;
  args: string[];
  user: { uid?: number; gid?: number };
}

/** Ourselves, or where we are root the first of these users that exists; undefined where none does. */
export function unprivileged(userNames: readonly string[]): Identity | undefined {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  for (const name of userNames) {
    const uid = numericId('-u', name);
    const gid = numericId('-g', name);
    if (uid !== undefined && gid !== undefined) return { kind: 'user', name, uid, gid };
  }
  return undefined;
}

/**
 * Puts a command into the hands of `identity`.
 * `tied`: it gets SIGINT when the thread that starts it dies, whatever killed that; see also tieToUs.
 */
export function commandAs(
  identity: Identity,
  file: string,
  args: readonly string[],
  tied = false,
): UserCommand {
  const setpriv: string[] = [];
  if (hasSetpriv()) {
    if (identity.kind === 'user') {
      setpriv.push('--reuid', String(identity.uid), '--regid', String(identity.gid), '--clear-groups');
    }
    if (tied) setpriv.push('--pdeathsig', 'INT');
  }
  if (setpriv.length > 0) return { file: 'setpriv', args: [...setpriv, file, ...args], user: {} };
  const user = identity.kind === 'user' ? { uid: identity.uid, gid: identity.gid } : {};
  return { file, args: [...args], user };
}

/** Runs a short command to its end as `identity`. */
export function runAs(identity: Identity, file: string, args: readonly string[]) {
  const { file: program, args: all, user } = commandAs(identity, file, args);
  return spawnSync(program, all, { ...user, cwd: '/', env: bareEnvironment(), encoding: 'utf8' });
}

/** Ties a command of `commandAs(…, true)` where setpriv did not do it. Call the result when the program has ended. */
export function tieToUs(pid: number): () => void {
  return hasSetpriv() ? () => undefined : watchOver(pid);
}

/** A shell that waits for the end of a pipe. That comes with our end, however we die; then it sends SIGINT. */
export function watchOver(pid: number): () => void {
  const watchdog = spawn('sh', ['-c', 'read -r _; kill -INT "$0"', String(pid)], {
    cwd: '/',
    env: bareEnvironment(),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  return () => void watchdog.kill('SIGKILL');
}

/** What a program gets to see of our environment: no secrets; the system's own programs are always found. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: `${process.env['PATH'] ?? ''}:/usr/bin:/bin`, LC_ALL: 'C', TZ: 'UTC' };
}

function numericId(flag: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8', env: bareEnvironment() });
  const id = Number.parseInt(stdout, 10);
  return status === 0 && Number.isInteger(id) ? id : undefined;
}

let setprivFound: boolean | undefined;

/** util-linux's setpriv; the one in busybox knows no --pdeathsig and macOS has none. */
function hasSetpriv(): boolean {
  setprivFound ??=
    spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { env: bareEnvironment() }).status === 0;
  return setprivFound;
}
