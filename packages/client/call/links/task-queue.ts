/** One task after the other; what is left is dropped when it stops. */
export class TaskQueue {
  readonly #onFailed: (cause: unknown) => void;
  #last: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(onFailed: (cause: unknown) => void) {
    this.#onFailed = onFailed;
  }

  /** @param onDropped told instead where the task did not run to its end */
  add(task: () => Promise<void>, onDropped?: () => void): void {
    this.#last = this.#last.then(async () => {
      if (this.#stopped) return onDropped?.();
      try {
        await task();
      } catch (thrown) {
        onDropped?.();
        // A task that is under way when everything is closed fails for that reason.
        if (!this.#stopped) this.#onFailed(thrown);
      }
    });
  }

  stop(): void {
    this.#stopped = true;
  }
}
