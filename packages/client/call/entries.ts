import type {
  CallId,
  CallKind,
  DeviceId,
  Down,
  IceServer,
  LiveCall,
  OfferSignal,
  Person,
  Welcome,
} from '@parley/protocol';
import type { CallLink, SignalFrame } from './media-types.ts';
import type { Preparation } from './links/preparation.ts';
import type { ReloadMark } from './reload-mark.ts';
import type { CallActions } from './view.ts';

/** Numbers of connections that a device which takes a call over leaves to those before it. */
const CONNECTIONS_PER_VERSION = 100;
const MOST_CONNECTIONS = 10_000;
/** Signals that come before anything here uses them wait; more than this are dropped, and asked for later. */
const MOST_HELD = 64;

/** What the shell keeps beside the session of a call. */
export interface CallEntry {
  readonly peer: Person;
  readonly actions: CallActions;
  /** The person here placed, accepted or took it over: the page shows it as the current call. */
  opened: boolean;
  /** Accepting a video call can leave the camera off. */
  camera: boolean;
  /** As it was before the page was loaded again. */
  muted: boolean;
  media: CallLink | undefined;
  preparation: Preparation | undefined;
  /** The number of the first peer connection that this device offers. */
  firstConnection: number;
  /** As they came with the ring (CALL-45), or as the page before this one had them (CALL-52). */
  iceServers: readonly IceServer[] | undefined;
  /** What the caller offers to whichever device answers; nobody looks at it before the accept (CALL-45). */
  openOffer: { from: DeviceId; offer: OfferSignal } | undefined;
  held: { from: DeviceId; frame: SignalFrame }[];
  /** The person here hung up or cancelled. */
  left: boolean;
  /** Media flowed between the two. */
  talked: boolean;
  rated: boolean;
  /** How it went is kept, or on its way. */
  receiptKept: boolean;
  /** Ended and closed by the person here, or by time; the session may live on to repeat its leaving (CALL-23). */
  dismissed: boolean;
}

/** The calls that are known here, with what sessions do not hold of them. */
export class CallEntries {
  readonly #entries = new Map<CallId, CallEntry>();
  readonly #actionsOf: (callId: CallId) => CallActions;

  constructor(actionsOf: (callId: CallId) => CallActions) {
    this.#actionsOf = actionsOf;
  }

  get(callId: CallId): CallEntry | undefined {
    return this.#entries.get(callId);
  }

  all(): Iterable<CallEntry> {
    return this.#entries.values();
  }

  /** Who a call is with; a session alone knows only the account's id. */
  know(callId: CallId, peer: Person, kind: CallKind): CallEntry {
    return this.#entries.get(callId) ?? this.put(callId, peer, { camera: kind === 'video' });
  }

  /** The server told of a call, with the servers to answer through where it rings here (CALL-45). */
  ring({ call, peer, iceServers }: Welcome['calls'][number]): void {
    const entry = this.know(call.id, peer, call.kind);
    if (iceServers !== undefined) entry.iceServers ??= iceServers;
  }

  /** The call that the page before this one was in, as it was there (CALL-52); false where it is not known any more. */
  resume({ callId, connection, iceServers, muted, cameraOn }: ReloadMark): boolean {
    const entry = this.#entries.get(callId);
    if (entry === undefined) return false;
    const firstConnection = Math.min(MOST_CONNECTIONS, connection + 1);
    Object.assign(entry, {
      firstConnection,
      iceServers,
      muted,
      camera: cameraOn,
    } satisfies Partial<CallEntry>);
    return true;
  }

  /** A call that runs on another device of this account, to be continued here (CALL-54). */
  takeOver({ id, version, kind }: LiveCall, peer: Person): void {
    const firstConnection = Math.min(MOST_CONNECTIONS, (version + 1) * CONNECTIONS_PER_VERSION);
    this.put(id, peer, { camera: kind === 'video', firstConnection });
  }

  /** Keeps what the caller offers to whoever answers; the first, whatever follows. */
  offered({ callId, fromDeviceId, signal }: Down<'call.offered'>): void {
    const entry = this.#entries.get(callId);
    if (entry !== undefined) entry.openOffer ??= { from: fromDeviceId, offer: signal };
  }

  put(callId: CallId, peer: Person, more: Partial<CallEntry> = {}): CallEntry {
    const entry: CallEntry = {
      opened: false,
      camera: false,
      muted: false,
      media: undefined,
      preparation: undefined,
      firstConnection: 1,
      iceServers: undefined,
      openOffer: undefined,
      held: [],
      left: false,
      talked: false,
      rated: false,
      receiptKept: false,
      dismissed: false,
      ...more,
      peer,
      actions: this.#actionsOf(callId),
    };
    this.#entries.set(callId, entry);
    return entry;
  }

  /** Keeps a signal for whoever will use it; without media, which only core asks for, nothing happens (CALL-20). */
  signal(callId: CallId, from: DeviceId, frame: SignalFrame): void {
    const entry = this.#entries.get(callId);
    if (entry === undefined) return;
    if (entry.media !== undefined) entry.media.onSignal(from, frame);
    else if (entry.held.length < MOST_HELD) entry.held.push({ from, frame });
  }

  /** Both called at once: what was opened for our own invite now serves the other call (CALL-8). */
  adopt(callId: CallId, fromCallId: CallId): void {
    const from = this.#entries.get(fromCallId);
    if (from === undefined) return;
    const before = this.#entries.get(callId);
    before?.media?.close(false);
    this.put(callId, from.peer, { opened: true, camera: from.camera, media: from.media });
    from.media?.serve(callId, false);
    for (const { from: sender, frame } of before?.held ?? []) from.media?.onSignal(sender, frame);
    this.#entries.delete(fromCallId);
  }

  delete(callId: CallId): void {
    this.#entries.delete(callId);
  }

  /** Lets go of calls that are not known any more. */
  keepOnly(known: ReadonlySet<CallId>): void {
    for (const callId of this.#entries.keys()) if (!known.has(callId)) this.#entries.delete(callId);
  }

  clear(): void {
    for (const { media } of this.#entries.values()) media?.close(false);
    this.#entries.clear();
  }
}
