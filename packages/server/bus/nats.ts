import { connect } from '@nats-io/transport-node';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import type { AccountId } from '@parley/protocol';
import type { Bus, Envelope, Log } from '../ports.ts';
import { parseEnvelope } from './envelope.ts';
import { createLocalBus } from './local.ts';

/** The broker is asked whether it is there; silent for so long, it is not. */
const READY_LIMIT_MS = 2_000;

function subjectOf(accountId: AccountId): string {
  return `parley.account.${accountId}`;
}

async function connectTo(url: string): Promise<NatsConnection> {
  try {
    // Our own listeners are called directly, so the broker need not echo. A broker that restarts is waited for.
    return await connect({ servers: url, name: 'parley', noEcho: true, maxReconnectAttempts: -1 });
  } catch (error) {
    throw new Error(
      'NATS_URL cannot be reached: start the NATS server, or leave NATS_URL out for a single node.',
      {
        cause: error,
      },
    );
  }
}

/** The bus of several nodes, over core NATS: this node's own sockets hear at once, the others' by the broker. */
export async function createNatsBus(url: string, log: Log): Promise<Bus> {
  const nats = await connectTo(url);
  const local = createLocalBus();
  const heard = new Map<AccountId, { listeners: number; subscription: Subscription }>();

  const receive = (accountId: AccountId, message: Msg): void => {
    const envelope = parseEnvelope(message.string());
    if (envelope === undefined) log.warn({ accountId }, 'the bus brought something that is no envelope');
    else local.publish(accountId, envelope);
  };

  const listen = (accountId: AccountId): { listeners: number; subscription: Subscription } => {
    const subscription = nats.subscribe(subjectOf(accountId), {
      callback: (error, message) => {
        if (error === null) receive(accountId, message);
        else log.warn({ error }, 'the bus could not be heard');
      },
    });
    const entry = { listeners: 0, subscription };
    heard.set(accountId, entry);
    return entry;
  };

  const publish = (accountId: AccountId, envelope: Envelope): void => {
    local.publish(accountId, envelope);
    if (nats.isClosed()) return;
    try {
      nats.publish(subjectOf(accountId), JSON.stringify(envelope));
    } catch (error) {
      // A nudge is lost; devices find the truth in the database.
      log.warn({ error }, 'the bus could not be told');
    }
  };

  return {
    publish,
    subscribe(accountId, listener) {
      const entry = heard.get(accountId) ?? listen(accountId);
      entry.listeners += 1;
      const stop = local.subscribe(accountId, listener);
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        stop();
        entry.listeners -= 1;
        if (entry.listeners > 0) return;
        heard.delete(accountId);
        if (!nats.isClosed()) entry.subscription.unsubscribe();
      };
    },
    isReady: () => answers(nats),
    async close() {
      await local.close();
      if (nats.isClosed()) return;
      // A broker that is away takes nothing more; what is under way is lost, as a nudge may be.
      await nats.drain().catch(() => nats.close());
    },
  };
}

async function answers(nats: NatsConnection): Promise<boolean> {
  if (nats.isClosed()) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), READY_LIMIT_MS);
  });
  const answer = nats.rtt().then(
    () => true,
    () => false,
  );
  const ready = await Promise.race([answer, late]);
  clearTimeout(timer);
  return ready;
}
