import { CallId, IceServer, RELOAD_GRACE_MS } from '@parley/protocol';
import type { AccountId } from '@parley/protocol';
import * as z from 'zod/mini';
import type { TextStorage } from '../api.ts';

/** While a call runs the mark is renewed this often, in milliseconds, so that a crash leaves a fresh one. */
export const MARK_INTERVAL_MS = 1_000;

/** What a page needs to take its call back after it was loaded again (CALL-52). */
const ReloadMark = z.object({
  callId: CallId,
  /** The greatest number of a peer connection of the call. */
  connection: z.int(),
  /** Usable at once; newer ones follow with the server's answer, for a call that outlives them. */
  iceServers: z.array(IceServer),
  muted: z.boolean(),
  cameraOn: z.boolean(),
  /** Local Unix ms. */
  atMs: z.number(),
});
export type ReloadMark = z.infer<typeof ReloadMark>;

/** The mark of the call that this tab is in. It is made only of calls that a person here has placed or accepted. */
export class ReloadMarks {
  readonly #storage: TextStorage | undefined;
  readonly #nowMs: () => number;
  readonly #key: string;

  constructor(storage: TextStorage | undefined, nowMs: () => number, accountId: AccountId) {
    this.#storage = storage;
    this.#nowMs = nowMs;
    this.#key = `parley.call.${accountId}`;
  }

  leave(mark: Omit<ReloadMark, 'atMs'>): void {
    this.#try(() => this.#storage?.setItem(this.#key, JSON.stringify({ ...mark, atMs: this.#nowMs() })));
  }

  /** The mark, where it is fresh; taken once. */
  take(): ReloadMark | undefined {
    const text = this.#try(() => this.#storage?.getItem(this.#key));
    this.clear();
    if (text === undefined || text === null) return undefined;
    const parsed = this.#try(() => z.safeParse(ReloadMark, JSON.parse(text)));
    if (parsed === undefined || !parsed.success) return undefined;
    const ageMs = this.#nowMs() - parsed.data.atMs;
    return ageMs >= 0 && ageMs <= RELOAD_GRACE_MS ? parsed.data : undefined;
  }

  clear(): void {
    this.#try(() => this.#storage?.removeItem(this.#key));
  }

  /** A browser that keeps nothing: then a reload ends the call, as it would anyway. */
  #try<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch {
      return undefined;
    }
  }
}
