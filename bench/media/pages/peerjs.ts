// PeerJS, by its documentation: "answer the call, providing our mediaStream", after the camera was asked for.

import { Peer } from 'peerjs';
import type { MediaConnection } from 'peerjs';
import type { Setup } from './bench-page.ts';
import { mount } from './mount.ts';

mount(({ senses, openCamera }) => {
  let peer: Peer;
  let peerId: string;
  let call: MediaConnection | undefined;
  let own: Promise<MediaStream> | undefined;
  let onIncoming = (): void => undefined;
  let incoming = new Promise<void>((resolve) => (onIncoming = resolve));

  const begin = async ({ self, peer: other, signalling, iceServers }: Setup): Promise<void> => {
    const { hostname, port } = new URL(signalling ?? '');
    peerId = other;
    peer = new Peer(self, {
      host: hostname,
      port: Number(port),
      path: '/',
      config: { iceServers, iceTransportPolicy: 'relay' },
    });
    peer.on('call', (coming) => {
      call = coming;
      onIncoming();
    });
    await new Promise<void>((resolve, reject) => {
      peer.once('open', () => resolve());
      peer.once('error', reject);
    });
  };
  return {
    begin,
    place: async () => {
      own = openCamera();
      call = peer.call(peerId, await own);
      call.on('stream', (stream) => senses.attend(stream));
    },
    untilIncoming: () => incoming,
    preview: async () => {
      own = openCamera();
      await own;
    },
    accept: () => {
      own ??= openCamera();
      void own.then((stream) => {
        call?.answer(stream);
        call?.on('stream', (remote) => senses.attend(remote));
      });
    },
    hangUp: () => call?.close(),
    untilIdle: async () => {
      call?.close();
      call = undefined;
      const stream = await own;
      own = undefined;
      for (const track of stream?.getTracks() ?? []) track.stop();
      incoming = new Promise<void>((resolve) => (onIncoming = resolve));
    },
  };
});
