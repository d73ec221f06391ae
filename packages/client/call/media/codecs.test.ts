import { expect, test } from 'vitest';
import type { Transceivers } from '../links/transceivers.ts';
import { preferCodecs, toSentDescription } from './codecs.ts';

// As Chromium 156 and Firefox 153 write them.
const CHROMIUM_SDP = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9',
  'a=ice-ufrag:+DD7',
  'a=fingerprint:sha-256 FA:60:5A',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'm=video 9 UDP/TLS/RTP/SAVPF 98 99',
  'a=rtpmap:98 VP9/90000',
  'a=fmtp:98 profile-id=0',
  'a=rtpmap:99 rtx/90000',
  'a=fmtp:99 apt=98',
  '',
].join('\r\n');
const FIREFOX_FMTP = 'a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1';

const changedLines = (before: string, after: string): (string | undefined)[] => {
  const lines = after.split('\r\n');
  return before
    .split('\r\n')
    .map((line, at) => (line === lines[at] ? undefined : lines[at]))
    .filter((line) => line !== undefined);
};

test('CALL-75: the other side is asked for Opus at 32 kbit/s, mono, with FEC and DTX, and nothing else is touched', () => {
  const sent = toSentDescription(CHROMIUM_SDP);
  expect(sent.split('\r\n')).toHaveLength(CHROMIUM_SDP.split('\r\n').length);
  expect(changedLines(CHROMIUM_SDP, sent)).toEqual([
    'a=fmtp:111 minptime=10;maxaveragebitrate=32000;stereo=0;sprop-stereo=0;useinbandfec=1;usedtx=1',
  ]);
});

test('CALL-75: what a browser asks for otherwise gives way, whatever the order of lines; twice is once', () => {
  const sdp = ['m=audio 9 UDP/TLS/RTP/SAVPF 109', FIREFOX_FMTP, 'a=rtpmap:109 opus/48000/2', ''].join('\r\n');
  const sent = toSentDescription(sdp);
  expect(changedLines(sdp, sent)).toEqual([
    'a=fmtp:109 maxplaybackrate=48000;maxaveragebitrate=32000;stereo=0;sprop-stereo=0;useinbandfec=1;usedtx=1',
  ]);
  expect(toSentDescription(sent)).toBe(sent);
});

test('CALL-75: a description without Opus stays as it is', () => {
  expect(toSentDescription('v=0\r\na=fmtp:98 profile-id=0\r\n')).toBe('v=0\r\na=fmtp:98 profile-id=0\r\n');
});

function createTransceivers() {
  const preferred: Record<string, string[]> = {};
  const one = (name: string): object => ({
    setCodecPreferences: (codecs: RTCRtpCodec[]) => {
      preferred[name] = codecs.map(({ mimeType, sdpFmtpLine }) => [mimeType, sdpFmtpLine].join(' ').trim());
    },
  });
  const double: object = { audio: one('audio'), video: one('video'), screen: one('screen') };
  return { preferred, transceivers: double as Transceivers };
}

const CODECS = {
  audio: ['audio/G722', 'audio/red', 'audio/opus'],
  video: ['video/VP8', 'video/rtx', 'video/H264', 'video/AV1', 'video/VP9', 'video/red'],
};

test('CALL-75: pictures prefer VP9, VP8, H.264, sound Opus before RED; nothing is taken out', () => {
  const { preferred, transceivers } = createTransceivers();
  preferCodecs(transceivers, {
    listCodecs: (kind) => CODECS[kind].map((mimeType) => ({ mimeType, clockRate: 90_000 })),
  });
  const video = ['video/VP9', 'video/VP8', 'video/H264', 'video/rtx', 'video/AV1', 'video/red'];
  expect(preferred).toEqual({ audio: ['audio/opus', 'audio/red', 'audio/G722'], video, screen: video });
});

test('CALL-75: where a browser cannot be told, or does not take it back, its own order holds', () => {
  const deaf = { audio: {}, video: {}, screen: {} } as Transceivers;
  expect(() =>
    preferCodecs(deaf, { listCodecs: () => [{ mimeType: 'video/VP8', clockRate: 1 }] }),
  ).not.toThrow();
  const { preferred, transceivers } = createTransceivers();
  preferCodecs(transceivers, {});
  expect(preferred).toEqual({});
  transceivers.video.setCodecPreferences = () => {
    throw new Error('InvalidModificationError');
  };
  preferCodecs(transceivers, { listCodecs: () => [{ mimeType: 'video/VP8', clockRate: 1 }] });
  expect(Object.keys(preferred)).toEqual(['audio', 'screen']);
});
