export type SaveResult<E> = { outcome: 'saved' } | { outcome: 'failed'; error: E };

export interface SaveQueue<S> {
  /** Saves these settings after those before them; what was overtaken meanwhile is not sent at all. */
  save: (settings: S) => void;
}

/**
 * Sends one save at a time, the newest last, so that quick changes cannot overtake each other.
 * `onSettled` hears about the last of a row of changes only: `failed` means that the server holds older settings.
 */
export function createSaveQueue<S extends object, E>(
  put: (settings: S) => Promise<SaveResult<E>>,
  onSettled: (result: SaveResult<E>) => void,
): SaveQueue<S> {
  let waiting: S | undefined;
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    let result: SaveResult<E> = { outcome: 'saved' };
    while (waiting !== undefined) {
      const next = waiting;
      waiting = undefined;
      // One after the other is the point of this queue.
      result = await put(next);
    }
    isRunning = false;
    onSettled(result);
  }

  return {
    save: (settings) => {
      waiting = settings;
      if (!isRunning) void run();
    },
  };
}
