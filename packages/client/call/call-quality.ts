import type { QualityCircumstances, QualityHint, SendingAdvice } from '@parley/core';
import type { CallReceipt } from '@parley/protocol';
import type { ReadableStore } from '../readable-store.ts';
import type { Link } from './links/link.ts';
import { applySending, Sending } from './media/sending.ts';
import type { SendingSituation } from './media/sending.ts';
import type { QualityWatch } from './quality/watch.ts';

interface CallQualityOptions {
  /** What carries the call at this moment. */
  link: () => Link | undefined;
  circumstances: () => QualityCircumstances;
  lessData: ReadableStore<boolean>;
}

interface CallQualityHandlers {
  onChange: () => void;
  /** Nothing has come for a while: another route is to be tried. */
  onNothingReceived: () => void;
  /** Whether own pictures may be sent has perhaps changed: the other side is told. */
  onSending: () => void;
}

/** As core's judge says as long as nothing is known; asking it would bring it along at once. */
const FREE: SendingAdvice = { videoAllowed: true, scaleDownBy: 1, highLoss: false };

/**
 * How the call goes, and what is sent over what carries it in view of that. What judges it is fetched when a call begins:
 * a page that only shows messages needs none of it. Should that fail, the call goes on without.
 */
export class CallQuality {
  readonly #options: CallQualityOptions;
  readonly #handlers: CallQualityHandlers;
  readonly #loading: Promise<void>;
  #watch: QualityWatch | undefined;
  #stopped = false;
  readonly #stopListening: () => void;
  #carrying: { link: Link; sending: Sending } | undefined;

  constructor(options: CallQualityOptions, handlers: CallQualityHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#loading = this.#load().catch(() => undefined);
    this.#stopListening = options.lessData.subscribe((lessData) => {
      this.#carrying?.sending.update({ lessData });
    });
  }

  get hints(): readonly QualityHint[] {
    return this.#watch?.hints ?? [];
  }

  /** Where media travels; undefined until it does. */
  get path(): 'direct' | 'relay' | undefined {
    return this.#watch?.path;
  }

  /** The link carries pictures, not only sound. */
  get videoAllowed(): boolean {
    return this.#advice.videoAllowed;
  }

  /** This connection may come to carry the call: its bounds are set before there is anything to send. */
  prepare({ transceivers }: Link): void {
    if (transceivers === undefined) return;
    // A connection that closes meanwhile takes no parameters any more.
    applySending(transceivers, { ...this.#situation, stage: 'first' }).catch(() => undefined);
  }

  /** This connection carries the call, and is negotiated: what is sent over it is kept in bounds. */
  carry(link: Link): void {
    const { transceivers } = link;
    if (this.#carrying?.link === link) return this.refresh();
    if (transceivers === undefined) return;
    this.#carrying?.sending.stop();
    const sending = new Sending(transceivers, this.#situation);
    this.#carrying = { link, sending };
    sending.start();
    link.setRedundantSound(this.#advice.highLoss);
  }

  /** Other tracks are sent. */
  refresh(): void {
    this.#carrying?.sending.refresh();
  }

  /** Media may flow from now on. */
  start(): void {
    void this.#loading.then(() => this.#watch?.start());
  }

  tellReplaced(device: 'microphone' | 'camera'): void {
    void this.#loading.then(() => this.#watch?.tellReplaced(device));
  }

  receipt(known: Pick<CallReceipt, 'restarts' | 'verified'>): CallReceipt | undefined {
    return this.#watch?.receipt(known);
  }

  stop(): void {
    this.#stopped = true;
    this.#watch?.stop();
    this.#carrying?.sending.stop();
    this.#stopListening();
  }

  get #situation(): Omit<SendingSituation, 'stage'> {
    const { videoAllowed, scaleDownBy } = this.#advice;
    return { path: this.path, lessData: this.#options.lessData.getState(), videoAllowed, scaleDownBy };
  }

  get #advice(): SendingAdvice {
    return this.#watch?.sending ?? FREE;
  }

  async #load(): Promise<void> {
    const { QualityWatch } = await import('./quality/watch.ts');
    if (this.#stopped) return;
    const { link, circumstances } = this.#options;
    const watch = new QualityWatch(
      {
        read: () => {
          const current = link();
          const stats = current?.readStats();
          return stats && current && { connection: current.connection, stats };
        },
        circumstances,
        nowMs: () => Date.now(),
      },
      {
        onChange: () => {
          this.#carrying?.sending.update({ path: watch.path });
          this.#handlers.onChange();
        },
        onNothingReceived: () => this.#handlers.onNothingReceived(),
        onSending: (advice) => {
          this.#carrying?.sending.update(advice);
          this.#carrying?.link.setRedundantSound(advice.highLoss);
          this.#handlers.onSending();
        },
      },
    );
    this.#watch = watch;
  }
}
