// A device with two ways to the network: a network namespace with two virtual cables to this machine. Needs root.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Which cable. */
export type Cable = 'first' | 'second';

/** A place with two cables. Servers are reached at `address` over whichever is plugged in. */
export interface TwoInterfaces {
  address: string;
  /** Runs `program` in there, in place of it. */
  wrap: (program: string) => string;
  pull: (cable: Cable) => void;
  plug: (cable: Cable) => void;
  close: () => void;
}

/** Named by our process, so that two runs do not meet; interface names have at most 15 letters. */
const NAME = `pb${process.pid}`;
/** From the range for benchmarks (RFC 2544); nobody's network. */
const SERVER = '198.18.255.1';
const CABLES: Record<Cable, { here: string; there: string; net: string; metric: number }> = {
  first: { here: `${NAME}h0`, there: `${NAME}n0`, net: '198.18.0', metric: 100 },
  second: { here: `${NAME}h1`, there: `${NAME}n1`, net: '198.18.1', metric: 200 },
};

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function inside(...args: string[]): void {
  ip('netns', 'exec', NAME, 'ip', ...args);
}

/** The route goes with the cable, as with any other. */
function route({ there, net, metric }: (typeof CABLES)[Cable]): void {
  inside('route', 'replace', 'default', 'via', `${net}.1`, 'dev', there, 'metric', String(metric));
}

function removeAll(): void {
  const steps = [
    ...Object.values(CABLES).map(({ here }) => ['link', 'del', here]),
    ['netns', 'del', NAME],
    ['addr', 'del', `${SERVER}/32`, 'dev', 'lo'],
  ];
  for (const step of steps) {
    try {
      ip(...step);
    } catch {
      // It was not there.
    }
  }
}

/** @throws where this may not be done here */
export function createTwoInterfaces(): TwoInterfaces {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-netns-'));
  const close = (): void => {
    removeAll();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    ip('netns', 'add', NAME);
    ip('addr', 'add', `${SERVER}/32`, 'dev', 'lo');
    inside('link', 'set', 'lo', 'up');
    for (const { here, there, net } of Object.values(CABLES)) {
      ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', NAME);
      ip('addr', 'add', `${net}.1/24`, 'dev', here);
      ip('link', 'set', here, 'up');
      inside('addr', 'add', `${net}.2/24`, 'dev', there);
      inside('link', 'set', there, 'up');
    }
    Object.values(CABLES).forEach(route);
  } catch (error) {
    close();
    throw error;
  }
  return {
    address: SERVER,
    wrap: (program) => {
      const script = join(folder, 'run');
      writeFileSync(script, `#!/bin/sh\nexec ip netns exec ${NAME} ${program} "$@"\n`);
      chmodSync(script, 0o755);
      return script;
    },
    pull: (cable) => inside('link', 'set', CABLES[cable].there, 'down'),
    plug: (cable) => {
      inside('link', 'set', CABLES[cable].there, 'up');
      route(CABLES[cable]);
    },
    close,
  };
}
