import type { Log } from '../ports.ts';
import type { DeviceStore, PresentDevice } from '../store/devices.ts';

/** A third of what the database believes of a node that says nothing. */
const REFRESH_INTERVAL_MS = 30_000;
/** Devices in one statement. */
const BATCH = 1_000;

export interface Presence {
  /** A device has been welcomed; nobody waits for it to be written. */
  arrived: (device: PresentDevice) => void;
  left: (device: PresentDevice) => void;
  /** Resolves once the last word is written. */
  close: () => Promise<void>;
}

const keyOf = ({ accountId, deviceId }: PresentDevice): string => `${accountId} ${deviceId}`;

/**
 * Writes down which devices are connected to this node, for whoever wants to call them (CALL-37). What is being
 * written waits for what was before, so that the last word is the latest; what failed is said again.
 */
export function createPresence(
  devices: Pick<DeviceStore, 'savePresent' | 'forgetGone'>,
  log: Pick<Log, 'warn'>,
): Presence {
  /** By device: of two sockets of one device the later counts. */
  const here = new Map<string, PresentDevice>();
  let arrivals = new Map<string, PresentDevice>();
  let departures: PresentDevice[] = [];
  let writing: Promise<void> | undefined;

  const writeOnce = async (): Promise<void> => {
    const [gone, come] = [departures, [...arrivals.values()]];
    departures = [];
    arrivals = new Map();
    try {
      if (gone.length > 0) await devices.forgetGone(gone);
      for (let at = 0; at < come.length; at += BATCH) await devices.savePresent(come.slice(at, at + BATCH));
    } catch (error) {
      log.warn({ error }, 'could not write down who is connected');
    }
  };
  const writeAll = async (): Promise<void> => {
    // All that one turn of the event loop brings is one statement.
    await new Promise(setImmediate);
    while (arrivals.size > 0 || departures.length > 0) await writeOnce();
    writing = undefined;
  };
  const write = (): void => {
    writing ??= writeAll();
  };
  const refresh = setInterval(() => {
    for (const [key, device] of here) arrivals.set(key, device);
    if (here.size > 0) write();
  }, REFRESH_INTERVAL_MS).unref();

  return {
    arrived(device) {
      here.set(keyOf(device), device);
      arrivals.set(keyOf(device), device);
      write();
    },
    left(device) {
      const key = keyOf(device);
      if (here.get(key)?.socketId === device.socketId) here.delete(key);
      if (arrivals.get(key)?.socketId === device.socketId) arrivals.delete(key);
      departures.push(device);
      write();
    },
    async close() {
      clearInterval(refresh);
      await writing;
    },
  };
}
