/**
 * Runs a task per key, at most one at a time: calls during a run lead to exactly one more run after it.
 * The returned promise settles with a run that began after the call.
 */
export function coalesce<K>(task: (key: K) => Promise<void>): (key: K) => Promise<void> {
  const running = new Map<K, { current: Promise<void>; next: Promise<void> | undefined }>();
  const run = (key: K): Promise<void> => {
    const entry = running.get(key);
    if (entry !== undefined) {
      // The next run comes after the current one, however that ends.
      entry.next ??= entry.current.catch(() => undefined).then(() => start(key));
      return entry.next;
    }
    return start(key);
  };
  const start = (key: K): Promise<void> => {
    const entry: { current: Promise<void>; next: Promise<void> | undefined } = {
      current: Promise.resolve(),
      next: undefined,
    };
    running.set(key, entry);
    entry.current = task(key).finally(() => {
      if (entry.next === undefined) running.delete(key);
    });
    return entry.current;
  };
  return run;
}
