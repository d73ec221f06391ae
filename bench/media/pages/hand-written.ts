// No library at all: what the browser can do, as a measure of what the harness shows. Either answers after the accept,
// or is connected before it and only puts its tracks in.

import type { Contestant, Setup } from './bench-page.ts';
import { mount } from './mount.ts';
import type { Surroundings } from './mount.ts';
import { openRelaySocket } from './relay-socket.ts';
import type { RelaySocket } from './relay-socket.ts';

type Frame =
  | { kind: 'description'; description: RTCSessionDescriptionInit }
  | { kind: 'candidate'; candidate: RTCIceCandidateInit | null }
  | { kind: 'accepted' };

class HandWritten implements Contestant {
  readonly #surroundings: Surroundings;
  #setup: Setup | undefined;
  #socket: RelaySocket | undefined;
  #pc: RTCPeerConnection | undefined;
  #control: RTCDataChannel | undefined;
  #own: Promise<MediaStream> | undefined;
  #isAccepted = false;
  /** What came before the accept and may not be looked at until then. */
  #held: Frame[] = [];
  #queue = Promise.resolve();
  #onIncoming = (): void => undefined;
  #incoming = new Promise<void>((resolve) => (this.#onIncoming = resolve));

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  async begin(setup: Setup): Promise<void> {
    this.#setup = setup;
    this.#socket = await openRelaySocket(setup.signalling ?? '', setup.self, (received) => {
      // Trust border: the page on the other side, which is this one.
      const { frame } = received as { frame: Frame };
      if (setup.role === 'callee' && !this.#isEarly && !this.#isAccepted) this.#held.push(frame);
      else this.#enqueue(frame);
      if (frame.kind === 'description' && frame.description.type === 'offer') this.#onIncoming();
    });
  }

  async place(): Promise<void> {
    this.#pc = this.#create();
    this.#own = this.#surroundings.openCamera();
    this.#pc.addTransceiver('audio', { direction: 'sendrecv' });
    this.#pc.addTransceiver('video', { direction: 'sendrecv' });
    if (!this.#isEarly) await this.#putTracks();
    await this.#pc.setLocalDescription();
    this.#tellDescription(this.#pc);
  }

  untilIncoming(): Promise<void> {
    return this.#incoming;
  }

  async preview(): Promise<void> {
    this.#own = this.#surroundings.openCamera();
    await this.#own;
  }

  accept(): void {
    this.#isAccepted = true;
    this.#own ??= this.#surroundings.openCamera();
    if (this.#isEarly) {
      this.#control?.send('accepted');
      this.#tell({ kind: 'accepted' });
      void this.#putTracks();
    } else for (const frame of this.#held.splice(0)) this.#enqueue(frame);
  }

  hangUp(): void {
    this.#pc?.close();
  }

  async untilIdle(): Promise<void> {
    this.#pc?.close();
    this.#pc = undefined;
    this.#held = [];
    this.#isAccepted = false;
    const stream = await this.#own;
    this.#own = undefined;
    for (const track of stream?.getTracks() ?? []) track.stop();
    this.#incoming = new Promise<void>((resolve) => (this.#onIncoming = resolve));
  }

  get #isEarly(): boolean {
    return this.#setup?.way === 'connected before accept';
  }

  #tell(frame: Frame): void {
    this.#socket?.send({ type: 'signal', to: this.#setup?.peer, frame });
  }

  #tellDescription({ localDescription }: RTCPeerConnection): void {
    if (localDescription !== null) this.#tell({ kind: 'description', description: localDescription });
  }

  #create(): RTCPeerConnection {
    const pc = new RTCPeerConnection({
      iceServers: this.#setup?.iceServers ?? [],
      iceTransportPolicy: 'relay',
      bundlePolicy: 'max-bundle',
    });
    this.#control = pc.createDataChannel('control', { negotiated: true, id: 0 });
    this.#control.addEventListener('message', () => void this.#onAccepted());
    pc.addEventListener('icecandidate', ({ candidate }) => this.#tell({ kind: 'candidate', candidate }));
    const remote = new MediaStream();
    pc.addEventListener('track', ({ track }) => {
      remote.addTrack(track);
      this.#surroundings.senses.attend(remote);
    });
    return pc;
  }

  async #putTracks(): Promise<void> {
    const stream = await this.#own;
    for (const { sender, receiver } of this.#pc?.getTransceivers() ?? []) {
      const track = stream?.getTracks().find(({ kind }) => kind === receiver.track.kind);
      void sender.replaceTrack(track ?? null);
    }
  }

  async #onAccepted(): Promise<void> {
    if (this.#setup?.role === 'caller' && this.#isEarly) await this.#putTracks();
  }

  #enqueue(frame: Frame): void {
    this.#queue = this.#queue.then(() => this.#take(frame)).catch((error: unknown) => console.warn(error));
  }

  async #take(frame: Frame): Promise<void> {
    switch (frame.kind) {
      case 'accepted':
        return await this.#onAccepted();
      case 'candidate':
        if (frame.candidate !== null) await this.#pc?.addIceCandidate(frame.candidate);
        return;
      case 'description':
        if (frame.description.type === 'offer') await this.#answer(frame.description);
        else await this.#pc?.setRemoteDescription(frame.description);
    }
  }

  async #answer(description: RTCSessionDescriptionInit): Promise<void> {
    const pc = this.#create();
    this.#pc = pc;
    await pc.setRemoteDescription(description);
    for (const transceiver of pc.getTransceivers()) transceiver.direction = 'sendrecv';
    if (!this.#isEarly) await this.#putTracks();
    await pc.setLocalDescription();
    this.#tellDescription(pc);
  }
}

mount((surroundings) => new HandWritten(surroundings));
