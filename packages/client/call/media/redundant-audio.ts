/**
 * The other side's description with the sound codecs in this side's order: Opus first, or, while the link loses, RED
 * (RFC 2198). The first one is what this side sends; the other side has agreed to all of them, so it need not be told.
 * Without RED in it nothing changes. Pure.
 */
export function orderSound(sdp: string, redundant: boolean): string {
  const payload = (codec: string): string | undefined =>
    new RegExp(String.raw`^a=rtpmap:(\d+) ${codec}/48000`, 'im').exec(sdp)?.[1];
  const [opus, red] = [payload('opus'), payload('red')];
  if (opus === undefined || red === undefined) return sdp;
  const first = redundant ? [red, opus] : [opus, red];
  return sdp.replace(/^(m=audio \d+ \S+) (.*?)(\r?)$/m, (_line, head: string, list: string, end: string) => {
    const others = list.split(' ').filter((one) => one !== red && one !== opus);
    return `${head} ${[...first, ...others].join(' ')}${end}`;
  });
}

/**
 * Sends sound twice from now on, or once (CALL-75): the descriptions that hold are applied once more with the other order.
 * Nothing of it leaves this device. A sender's `encodings[].codec` would be the plain way; Chromium 156 takes it for RED
 * and changes nothing. Only with no negotiation under way, and not beside another change of descriptions.
 *
 * @param offers this side made the last offer
 */
export async function applySoundOrder(
  pc: RTCPeerConnection,
  offers: boolean,
  redundant: boolean,
): Promise<void> {
  const remote = pc.remoteDescription?.sdp;
  if (remote === undefined || pc.signalingState !== 'stable') return;
  const sdp = orderSound(remote, redundant);
  if (sdp === remote) return;
  if (offers) {
    await pc.setLocalDescription(await pc.createOffer());
    await pc.setRemoteDescription({ type: 'answer', sdp });
  } else {
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription(await pc.createAnswer());
  }
}
