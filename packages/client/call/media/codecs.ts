import type { MediaPorts } from '../../ports.ts';
import type { Transceivers } from '../links/transceivers.ts';

const VIDEO_ORDER = ['video/vp9', 'video/vp8', 'video/h264'];
const AUDIO_ORDER = ['audio/opus', 'audio/red'];

/** Opus as the other side is asked to send it (RFC 7587, 6.1): 32 kbit/s, mono, with FEC and DTX (CALL-75). */
const OPUS = {
  maxaveragebitrate: '32000',
  stereo: '0',
  'sprop-stereo': '0',
  useinbandfec: '1',
  usedtx: '1',
} as const;

/**
 * Puts the codecs in our order (CALL-75): Opus, then RED for links that lose; VP9, VP8, H.264, then the others. To be
 * called before the first offer, and on the answering side between the offer and the answer. Nothing is taken out, and
 * where the browser cannot be told its own order holds.
 */
export function preferCodecs(transceivers: Transceivers, ports: Pick<MediaPorts, 'listCodecs'>): void {
  prefer(transceivers.audio, AUDIO_ORDER, ports.listCodecs?.('audio') ?? []);
  const video = ports.listCodecs?.('video') ?? [];
  prefer(transceivers.video, VIDEO_ORDER, video);
  prefer(transceivers.screen, VIDEO_ORDER, video);
}

function prefer(
  transceiver: Partial<RTCRtpTransceiver>,
  order: readonly string[],
  codecs: readonly RTCRtpCodec[],
): void {
  if (codecs.length === 0 || typeof transceiver.setCodecPreferences !== 'function') return;
  try {
    transceiver.setCodecPreferences(sortCodecs(codecs, order));
  } catch {
    // A list that this browser does not take back; its own order does as well.
  }
}

/** The named ones first, in that order; the others stay as they were. Pure. */
function sortCodecs<C extends Pick<RTCRtpCodec, 'mimeType'>>(
  codecs: readonly C[],
  order: readonly string[],
): C[] {
  const rank = ({ mimeType }: C): number => {
    const at = order.indexOf(mimeType.toLowerCase());
    return at === -1 ? order.length : at;
  };
  return codecs.toSorted((one, other) => rank(one) - rank(other));
}

/**
 * The description as it is sent to the other side: what Opus they are to send is said in its `fmtp` (CALL-75). The own
 * side keeps the description that the browser made; fingerprints, ufrags and candidates are untouched.
 */
export function toSentDescription(sdp: string): string {
  const opus = new Set([...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000/gim)].map((found) => found[1]));
  return sdp.replaceAll(/^a=fmtp:(\d+) (.*?)(\r?)$/gm, (line, payload: string, text: string, end: string) =>
    opus.has(payload) ? `a=fmtp:${payload} ${withOpus(text)}${end}` : line,
  );
}

function withOpus(text: string): string {
  const given = text.split(';').map((one) => one.trim().split('=', 2) as [string, string?]);
  const kept = given.filter(([name]) => name !== '' && !(name in OPUS));
  return [...kept, ...Object.entries(OPUS)]
    .map(([name, value]) => (value === undefined ? name : `${name}=${value}`))
    .join(';');
}
