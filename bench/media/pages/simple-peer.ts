// simple-peer over the bare relay, by its documentation: the answering peer is made with its stream and is handed the
// signals that came.

import SimplePeer from 'simple-peer/simplepeer.min.js';
import type { Setup } from './bench-page.ts';
import { mount } from './mount.ts';
import { openRelaySocket } from './relay-socket.ts';
import type { RelaySocket } from './relay-socket.ts';

mount(({ senses, openCamera }) => {
  let setup: Setup;
  let socket: RelaySocket;
  let peer: SimplePeer | undefined;
  let own: Promise<MediaStream> | undefined;
  let held: object[] = [];
  let onIncoming = (): void => undefined;
  let incoming = new Promise<void>((resolve) => (onIncoming = resolve));

  const create = (stream: MediaStream, initiator: boolean): SimplePeer => {
    const made = new SimplePeer({
      initiator,
      stream,
      config: { iceServers: setup.iceServers ?? [], iceTransportPolicy: 'relay' },
    });
    made.on('signal', (data) => socket.send({ type: 'signal', to: setup.peer, data }));
    made.on('stream', (remote) => senses.attend(remote));
    // A call that fails is seen by what does not come.
    made.on('error', (error) => console.warn(error.message));
    return made;
  };
  const onFrame = (frame: unknown): void => {
    // Trust border: the page on the other side, which is this one.
    const { data } = frame as { data: object };
    if (peer !== undefined) peer.signal(data);
    else {
      held.push(data);
      onIncoming();
    }
  };
  return {
    begin: async (given) => {
      setup = given;
      socket = await openRelaySocket(given.signalling ?? '', given.self, onFrame);
    },
    place: async () => {
      own = openCamera();
      peer = create(await own, true);
    },
    untilIncoming: () => incoming,
    preview: async () => {
      own = openCamera();
      await own;
    },
    accept: () => {
      own ??= openCamera();
      void own.then((stream) => {
        peer = create(stream, false);
        for (const data of held.splice(0)) peer.signal(data);
      });
    },
    hangUp: () => peer?.destroy(),
    untilIdle: async () => {
      peer?.destroy();
      peer = undefined;
      held = [];
      const stream = await own;
      own = undefined;
      for (const track of stream?.getTracks() ?? []) track.stop();
      incoming = new Promise<void>((resolve) => (onIncoming = resolve));
    },
  };
});
