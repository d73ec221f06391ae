import { randomUUID } from 'node:crypto';
import { NOOP_PROVIDER, OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import type { Client } from '@openfeature/server-sdk';
import { Platform } from '@parley/protocol';
import type { AccountId } from '@parley/protocol';
import type { Log, RolloutPort, RolloutSnapshot } from '../ports.ts';
import { CALLS_FLAG, RolloutProvider } from './provider.ts';

/** How long a node may not know of a change that came without a nudge, in milliseconds (ROLL-9). */
const LOOK_INTERVAL_MS = 1_000;
/** So many accounts are remembered until the roll-out changes; past it the memory starts anew. */
const MOST_REMEMBERED = 20_000;

interface RolloutOptions {
  load: () => Promise<RolloutSnapshot>;
  /** Cheaper than `load`: asked every second. */
  loadVersion: () => Promise<number>;
  log: Pick<Log, 'warn'>;
  mostRemembered?: number;
}

/** The roll-out as this node knows it, and the way to end its looking. */
export interface WatchedRollout extends RolloutPort {
  /** Called after each change that this node has learnt of. */
  onChange: (listener: () => void) => void;
  close: () => Promise<void>;
}

/** Asks for all platforms of an account once; further answers come from memory until `forget`. */
function createMemory(flags: Client, most: number) {
  let remembered = new Map<AccountId, Promise<ReadonlySet<Platform>>>();
  const judge = async (targetingKey: AccountId): Promise<ReadonlySet<Platform>> => {
    const ask = (platform: Platform): Promise<boolean> =>
      flags.getBooleanValue(CALLS_FLAG, false, { targetingKey, platform });
    const isOn = await Promise.all(Platform.options.map(ask));
    return new Set(Platform.options.filter((_, place) => isOn[place]));
  };
  return {
    platformsOf(accountId: AccountId): Promise<ReadonlySet<Platform>> {
      const known = remembered.get(accountId);
      if (known !== undefined) return known;
      if (remembered.size >= most) remembered.clear();
      const judged = judge(accountId);
      remembered.set(accountId, judged);
      return judged;
    },
    /** What is being judged at this moment ends up in the memory that is thrown away. */
    forget(): void {
      remembered = new Map();
    },
  };
}

/** Calls `look` every second, never twice at once; what it throws is logged once until it works again. */
function lookEverySecond(look: () => Promise<void>, log: Pick<Log, 'warn'>): () => Promise<void> {
  let looking: Promise<void> | undefined;
  let failing = false;
  const lookOnce = async (): Promise<void> => {
    try {
      await look();
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ error }, 'could not look at the roll-out; the one that is known goes on');
      failing = true;
    }
    looking = undefined;
  };
  const timer = setInterval(() => {
    looking ??= lookOnce();
  }, LOOK_INTERVAL_MS).unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

/** Keeps the roll-out in memory and asks it through OpenFeature, so that judging a call costs no statement. */
export async function watchRollout(options: RolloutOptions): Promise<WatchedRollout> {
  const { load, loadVersion, log, mostRemembered = MOST_REMEMBERED } = options;
  const first = await load();
  let { version } = first;
  const provider = new RolloutProvider(first.rules);
  // OpenFeature is one for the whole process; two nodes in one process must not share a roll-out.
  const domain = `parley-${randomUUID()}`;
  await OpenFeature.setProviderAndWait(domain, provider);
  const flags = OpenFeature.getClient(domain);
  const memory = createMemory(flags, mostRemembered);

  const learn = (snapshot: RolloutSnapshot): void => {
    if (snapshot.version <= version) return;
    ({ version } = snapshot);
    memory.forget();
    provider.put(snapshot.rules);
  };
  const stopLooking = lookEverySecond(async () => {
    if ((await loadVersion()) > version) learn(await load());
  }, log);

  return {
    platformsOf: (accountId) => memory.platformsOf(accountId),
    async catchUp(wanted, loadHere) {
      if (wanted > version) learn(await loadHere());
    },
    onChange(listener) {
      flags.addHandler(ProviderEvents.ConfigurationChanged, () => listener());
    },
    async close() {
      await stopLooking();
      await OpenFeature.setProviderAndWait(domain, NOOP_PROVIDER);
    },
  };
}
