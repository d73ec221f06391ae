import { describe, expect, test } from 'vitest';
import { applySoundOrder, orderSound } from './redundant-audio.ts';

const describeSound = (order: string): string =>
  [
    'v=0',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${order}`,
    'a=ice-ufrag:+DD7',
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:63 red/48000/2',
    'a=rtpmap:9 G722/8000',
    'm=video 9 UDP/TLS/RTP/SAVPF 98',
    'a=rtpmap:98 VP9/90000',
    '',
  ].join('\r\n');

test('CALL-75: only the order of the sound codecs differs, whatever order came', () => {
  for (const order of ['111 63 9', '63 111 9', '9 63 111']) {
    expect(orderSound(describeSound(order), true)).toBe(describeSound('63 111 9'));
    expect(orderSound(describeSound(order), false)).toBe(describeSound('111 63 9'));
  }
});

test('CALL-75: without RED, as with Firefox, nothing changes', () => {
  const sdp = describeSound('111 9').replace('a=rtpmap:63 red/48000/2\r\n', '');
  expect(orderSound(sdp, true)).toBe(sdp);
});

/** Keeps the order of descriptions, and notes what was applied. */
class FakeConnection {
  signalingState = 'stable';
  remoteDescription: { type: string; sdp: string } | null = { type: 'x', sdp: describeSound('111 63 9') };
  readonly log: string[] = [];
  createOffer = () => Promise.resolve({ type: 'offer', sdp: 'own offer' });
  createAnswer = () => Promise.resolve({ type: 'answer', sdp: 'own answer' });

  setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    return this.#apply('local', description);
  }

  setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    this.remoteDescription = description;
    return this.#apply('remote', description);
  }

  async #apply(side: string, { type, sdp }: { type: string; sdp: string }): Promise<void> {
    const order = /^m=audio \d+ \S+ (.*)$/m.exec(sdp)?.[1];
    this.log.push([side, type, order].filter((one) => one !== undefined).join(' '));
    this.signalingState = type === 'offer' ? `have-${side}-offer` : 'stable';
    await Promise.resolve();
  }
}

const asBrowsers = (connection: FakeConnection): RTCPeerConnection => {
  const double: object = connection;
  return double as RTCPeerConnection;
};

describe('CALL-75: sound is sent twice without a word to the other side', () => {
  test('the side that offered applies its own offer and their answer again', async () => {
    const connection = new FakeConnection();
    await applySoundOrder(asBrowsers(connection), true, true);
    expect(connection.log).toEqual(['local offer', 'remote answer 63 111 9']);
  });

  test('the side that answered applies their offer and its own answer again, and back', async () => {
    const connection = new FakeConnection();
    await applySoundOrder(asBrowsers(connection), false, true);
    await applySoundOrder(asBrowsers(connection), false, false);
    expect(connection.log).toEqual([
      'remote offer 63 111 9',
      'local answer',
      'remote offer 111 63 9',
      'local answer',
    ]);
  });

  test('nothing is touched where the order holds already, during a negotiation, or before one', async () => {
    const connection = new FakeConnection();
    await applySoundOrder(asBrowsers(connection), true, false);
    connection.signalingState = 'have-local-offer';
    await applySoundOrder(asBrowsers(connection), true, true);
    connection.signalingState = 'stable';
    connection.remoteDescription = null;
    await applySoundOrder(asBrowsers(connection), true, true);
    expect(connection.log).toEqual([]);
  });
});
