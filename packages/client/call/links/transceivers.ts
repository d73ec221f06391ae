/** The three ways that every connection of a call has, in this order in its descriptions. */
export interface Transceivers {
  audio: RTCRtpTransceiver;
  video: RTCRtpTransceiver;
  screen: RTCRtpTransceiver;
}

/** What of the person here is to be sent. */
export interface OwnTracks {
  audio: MediaStreamTrack | undefined;
  video: MediaStreamTrack | undefined;
  screen: MediaStreamTrack | undefined;
}

export type RemoteTracks = Record<keyof Transceivers, MediaStreamTrack>;

/** The offer's transceivers come up `recvonly`: left so, not a byte would be sent although tracks are attached. */
export function takeTransceivers(pc: RTCPeerConnection): Transceivers {
  const all = pc.getTransceivers();
  const audio = all.find((one) => one.receiver.track.kind === 'audio');
  const [video, screen] = all.filter((one) => one.receiver.track.kind === 'video');
  if (audio === undefined || video === undefined || screen === undefined)
    throw new Error('the offer lacks audio, video or screen');
  const transceivers = { audio, video, screen };
  for (const one of Object.values(transceivers)) one.direction = 'sendrecv';
  return transceivers;
}

/**
 * Only what differs is touched: before the accept there is nothing to put in, and nothing is put in (CALL-41). All at the
 * same time: sound and picture wait for nothing, and not for each other.
 */
export async function putTracks(transceivers: Transceivers, tracks: OwnTracks): Promise<void> {
  const names = ['audio', 'video', 'screen'] as const;
  await Promise.all(
    names.map(async (name) => {
      const { sender } = transceivers[name];
      const track = tracks[name] ?? null;
      if (sender.track !== track) await sender.replaceTrack(track);
    }),
  );
}

export function remoteTracksOf({ audio, video, screen }: Transceivers): RemoteTracks {
  return { audio: audio.receiver.track, video: video.receiver.track, screen: screen.receiver.track };
}
