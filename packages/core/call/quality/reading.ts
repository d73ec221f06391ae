/** What has arrived of one kind, counted from the beginning of its peer connection. */
export interface Incoming {
  packets: number;
  lost: number;
}

/** What was sent of one kind, counted from the beginning of its peer connection. */
export interface Outgoing {
  packets: number;
  /** As the other side reports it; null: it has not yet. */
  lost: number | null;
}

/**
 * One look at a peer connection's own counters. Null: this browser does not say, or there is nothing of the kind.
 * Counters start at 0 with each new connection.
 */
export interface QualityReading {
  atMs: number;
  /** Which peer connection; counters of another are not compared with these. */
  connection: number;
  path: 'direct' | 'relay' | null;
  roundTripMs: number | null;
  /** What the browser believes that the link carries, in bit/s. */
  outgoingRoomBps: number | null;
  /** Everything that came over the connection, heartbeat included. */
  bytesIn: number;
  audioIn: (Incoming & Heard) | null;
  videoIn: Incoming | null;
  audioOut: Outgoing | null;
  videoOut: (Outgoing & { limitedByLink: boolean }) | null;
  /** Sound energy of the own microphone so far (W3C webrtc-stats, totalAudioEnergy); it grows while there is any sound. */
  microphoneEnergy: number | null;
}

/** What became of the sound here. */
export interface Heard {
  /** Made up for want of packets, in samples, silence not counted; null: not told. */
  concealedSamples: number | null;
  samples: number | null;
  /** The time that each sample waited in the jitter buffer, summed up, in ms, and how many there were; null: not told. */
  waitedMs: number | null;
  played: number | null;
}

/** What the call knows beside the counters. */
export interface QualityCircumstances {
  /** A microphone is open and not muted. */
  speaking: boolean;
  /** The other side cannot learn this side's address: all media is relayed, and was from the beginning (PRIV-4). */
  addressHidden: boolean;
  /** The other side has said that its video is off for want of room. */
  peerVideoPaused: boolean;
}
