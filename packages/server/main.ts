// The process: starts what Parley needs, serves, says where to go, and puts everything away again.

import { createLog } from './logging.ts';
import { ConfigError, parseConfig } from './config.ts';
import { announce } from './demo/announce.ts';
import { StartError, startParley } from './start.ts';

/** The exit code of a shell for a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLog(config.logLevel);
  const starting = new AbortController();
  let stop: (() => Promise<void>) | undefined;
  let stopping = false;

  const onSignal = (): void => {
    if (stopping) process.exit(INTERRUPTED);
    stopping = true;
    starting.abort();
    if (stop === undefined) return;
    console.log('\nStopping … (once more to stop at once)');
    void finish(stop);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  const parley = await startParley(config, log, (line) => console.log(line));
  stop = parley.stop;
  if (starting.signal.aborted) {
    await finish(stop);
    return;
  }
  console.log(announce(parley));
}

async function finish(stop: () => Promise<void>): Promise<void> {
  try {
    await stop();
    process.exit(0);
  } catch (error) {
    console.error('Parley did not stop cleanly:', error);
    process.exit(1);
  }
}

try {
  await main();
} catch (error) {
  // What an operator can mend is a sentence; anything else is ours to mend and keeps its stack.
  console.error(error instanceof ConfigError || error instanceof StartError ? error.message : error);
  process.exit(1);
}
