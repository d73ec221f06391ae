// The load generator: a process of its own, so that it shares no event loop with a server.

import { runClosedLoop } from './closed-loop.ts';
import type { Pair } from './call.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { openLines } from './line.ts';
import type { Line } from './line.ts';
import { runOpenLoop } from './open-loop.ts';
import type { Order, Orders, OrderName, Outcome } from './orders.ts';
import { createParleyDialect } from './parley-dialect.ts';
import { createPeerjsDialect } from './peerjs-dialect.ts';
import { createRelayDialect } from './relay-dialect.ts';
import { planArrivals } from './schedule.ts';

const DIALECTS: Readonly<Record<DialectName, () => Dialect>> = {
  relay: createRelayDialect,
  peerjs: createPeerjsDialect,
  parley: createParleyDialect,
};

let dialect: Dialect = createRelayDialect();
let origin = '';
let idle: Line[] = [];
let pairs: Pair[] = [];

async function openPairs(ask: Orders['openPairs']['ask']): Promise<null> {
  const callers = await openLines(
    dialect,
    origin,
    ask.pairs.map(({ caller }) => caller),
  );
  const callees = await openLines(
    dialect,
    origin,
    ask.pairs.map(({ callee }) => callee),
  );
  pairs = ask.pairs.flatMap((seats, at) => {
    const [caller, callee] = [callers[at], callees[at]];
    return caller === undefined || callee === undefined ? [] : [{ seats, caller, callee }];
  });
  return null;
}

async function closeAll(lines: readonly Line[]): Promise<null> {
  await Promise.all(lines.map((line) => line.close()));
  return null;
}

async function obey(order: Order): Promise<Orders[OrderName]['answer']> {
  switch (order.name) {
    case 'begin':
      dialect = DIALECTS[order.ask.dialect]();
      origin = order.ask.origin;
      return null;
    case 'openIdle':
      idle = await openLines(dialect, origin, order.ask.seats);
      return null;
    case 'closeIdle':
      return await closeAll(idle.splice(0));
    case 'openPairs':
      return await openPairs(order.ask);
    case 'closePairs':
      return await closeAll(pairs.splice(0).flatMap(({ caller, callee }) => [caller, callee]));
    case 'openLoop': {
      const { perSecond, forMs, seed } = order.ask;
      return { ringLatenciesMs: await runOpenLoop(dialect, pairs, planArrivals(perSecond, forMs, seed)) };
    }
    case 'closedLoop':
      return await runClosedLoop(dialect, pairs, order.ask);
  }
}

function answer(outcome: Outcome): void {
  process.send?.(outcome);
}

process.on('disconnect', () => process.exit(0));
// Trust border: the bench itself is at the other end.
process.on('message', (message) => {
  obey(message as Order).then(
    (done) => answer({ answer: done }),
    (thrown: unknown) => answer({ failure: thrown instanceof Error ? thrown.message : String(thrown) }),
  );
});
