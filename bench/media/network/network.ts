import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { toLeg } from './conditions.ts';
import type { Profile } from './conditions.ts';
import type { LineAnswer, LineRequest, LinesUsage } from './line-host.ts';
import type { PacketCounts } from './udp-line.ts';

const HOST = fileURLToPath(new URL('line-host.ts', import.meta.url));

/** One line, as the bench holds it. */
export interface Line {
  /** Where devices reach it. */
  port: number;
  set: (profile: Profile) => Promise<void>;
  /** What flows now never passes again. */
  cut: () => Promise<void>;
  /** Another server port from now on. */
  aim: (serverPort: number) => Promise<void>;
  count: () => Promise<PacketCounts>;
}

/**
 * A network does not wait until the pages are done with encoding. Where we may (as root, with util-linux), a process is
 * run before all others; where not, how punctual the lines were is told with the figures.
 */
export function runBeforeOthers(pid: number | undefined): void {
  if (pid !== undefined) spawnSync('chrt', ['--all-tasks', '--rr', '--pid', '1', String(pid)]);
}

/** The lines between the devices and the servers, in a process of their own. */
export class Network {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: LineAnswer) => void>();
  #lastId = 0;

  constructor() {
    this.#child = fork(HOST);
    runBeforeOthers(this.#child.pid);
    // Trust border: line-host.ts sends these and nothing else.
    this.#child.on('message', (answer: LineAnswer) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  async openUdp(serverPort: number, seed: number, host = '127.0.0.1'): Promise<Line> {
    return this.#toLine(await this.#ask({ do: 'openUdp', host, serverPort, seed }));
  }

  async openTcp(serverPort: number, pagesPort: number, seed: number, host = '127.0.0.1'): Promise<Line> {
    return this.#toLine(await this.#ask({ do: 'openTcp', host, serverPort, pagesPort, seed }));
  }

  /** What the lines used so far, and how punctual they were. */
  async usage(): Promise<LinesUsage> {
    const { usage } = await this.#ask({ do: 'usage' });
    if (usage === undefined) throw new Error('the lines tell nothing of themselves');
    return usage;
  }

  async close(): Promise<void> {
    if (!this.#child.connected) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  async #ask(request: LineRequest): Promise<LineAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = await new Promise<LineAnswer>((resolve) => {
      this.#waiting.set(id, resolve);
      // Whoever asks while we are being stopped gets no answer, and needs none.
      if (this.#child.connected) this.#child.send({ id, request });
    });
    if (answer.error !== undefined) throw new Error(`the lines: ${answer.error}`);
    return answer;
  }

  #toLine({ line = -1, port = 0 }: LineAnswer): Line {
    return {
      port,
      set: async (profile) => void (await this.#ask({ do: 'set', line, conditions: toLeg(profile) })),
      cut: async () => void (await this.#ask({ do: 'cut', line })),
      aim: async (serverPort) => void (await this.#ask({ do: 'aim', line, serverPort })),
      count: async () =>
        (await this.#ask({ do: 'count', line })).counts ?? { passed: 0, lost: 0, overflowed: 0 },
    };
  }
}
