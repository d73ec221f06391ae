import type { MediaFacts } from './media-watch.ts';
import type { AudioSample, FrameSample } from './senses.ts';

export type { AudioSample, FrameSample };

/** A contestant's page: how it places, rings and answers, by its documented way. */
export interface Contestant {
  /** Signs in or registers; resolves when it could place and be rung. */
  begin: (setup: Setup) => Promise<void>;
  /** What may be done when a person seems to be about to call; Parley alone has such a thing. */
  intend?: () => void;
  place: () => Promise<void>;
  /** Rings at the callee. */
  untilIncoming: () => Promise<void>;
  /** Opens camera and microphone for a preview; nothing is sent. */
  preview: () => Promise<void>;
  /** The press of the button: returns at once. */
  accept: () => void;
  hangUp: () => void;
  /** Nothing is left of the call. */
  untilIdle: () => Promise<void>;
  /** Writes to the other person; Parley alone can. */
  write?: (text: string) => void;
  /** What the thread shows, once each time that it is there. */
  read?: () => string[];
}

/** What the bench tells a page before its first call; the fields that a contestant does not need are left out. */
export interface Setup {
  role: 'caller' | 'callee';
  /** Who I am and whom I call. */
  self: string;
  peer: string;
  password?: string;
  /** Parley's "Use less data". */
  lessData?: boolean;
  iceServers?: RTCIceServer[];
  /** The page was loaded again: the session is there already. */
  isReloaded?: boolean;
  /** ws://… of a bare relay, or host and port of PeerJS's server. */
  signalling?: string;
  /** How the hand-written page answers. */
  way?: 'answer after accept' | 'connected before accept';
}

/** What the bench reads of a page after a call. */
export interface Observations {
  frames: FrameSample[];
  sounds: AudioSample[];
  facts: MediaFacts;
  /** When the signalling connection was lost and found. */
  links: LinkSample[];
}

/** A change of the signalling connection. */
export interface LinkSample {
  atMs: number;
  isUp: boolean;
}

/** What the bench drives: `window.bench`. */
interface BenchPage {
  begin: (setup: Setup) => Promise<void>;
  intend: () => void;
  place: () => Promise<number>;
  untilIncoming: () => Promise<number>;
  preview: () => Promise<void>;
  /** @returns when it was pressed */
  accept: () => number;
  hangUp: () => number;
  untilIdle: () => Promise<number>;
  /** Resolves once a picture and a sound have come after `sinceMs`; false when they have not in time. */
  untilPerceived: (sinceMs: number, limitMs: number) => Promise<boolean>;
  /** When the signalling connection came up after a moment. */
  untilUp: (sinceMs: number) => Promise<number>;
  /** All of it crosses from the page to the bench: not to be asked again and again while something is measured. */
  observe: () => Observations;
  /** The ends of the path in use, `relay/relay` for example. */
  path: () => Promise<string | undefined>;
  write: (text: string) => void;
  read: () => string[];
  /** Forgets what was seen and heard so far. */
  forget: () => void;
  nowMs: () => number;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}
