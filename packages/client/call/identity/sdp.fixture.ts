/** A fingerprint of one repeated byte. */
export function fingerprintOf(byte: string): string {
  return `sha-256 ${Array.from({ length: 32 }, () => byte).join(':')}`;
}

/** An offer as Chromium writes it, shortened; what the test is about can be changed. */
export function sdpOf({ fingerprint = fingerprintOf('A1'), ufrag = 'uFr4', pwd = 'secret' } = {}): string {
  const media = (kind: string, mid: string): string[] => [
    kind,
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    'a=ice-options:trickle',
    `a=fingerprint:${fingerprint}`,
    'a=setup:actpass',
    `a=mid:${mid}`,
    'a=sendrecv',
    'a=rtcp-mux',
  ];
  return [
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1 2',
    ...media('m=audio 9 UDP/TLS/RTP/SAVPF 111', '0'),
    'a=rtpmap:111 opus/48000/2',
    ...media('m=video 9 UDP/TLS/RTP/SAVPF 96', '1'),
    'a=rtpmap:96 VP8/90000',
    ...media('m=application 9 UDP/DTLS/SCTP webrtc-datachannel', '2'),
    'a=sctp-port:5000',
    '',
  ].join('\r\n');
}
