// Imports nothing: `parley doctor` gives this very file to a browser of its own (packages/server/doctor/self-calls.ts).

/** How a call to oneself is to travel. */
export type SelfCallRoute = 'direct' | 'relayUdp' | 'relayTcp';

/** What was decoded at one end of the other's tone and moving picture. */
export interface Decoded {
  sound: boolean;
  pictures: number;
  /** More than one picture, so no still. */
  isMoving: boolean;
}

export type SelfCallOutcome =
  | { outcome: 'passed'; connectedAfterMs: number }
  /** There is no such relay to go through. */
  | { outcome: 'noServer' }
  /** The two ends never found each other. `relayed`: the relay did give a place. */
  | { outcome: 'noPath'; relayed: boolean; errors: string[] }
  /** Connected, but not everything arrived both ways. */
  | { outcome: 'noMedia'; there: Decoded; back: Decoded }
  /** Whatever else a browser may throw. */
  | { outcome: 'broken'; message: string };

/** A tone of so many hertz in each direction, far enough apart to be told from each other. */
const TONES = { there: 440, back: 1_320 } as const;
const PICTURE = { width: 160, height: 120, perSecond: 15 } as const;
/** Fewer could be one picture that was repeated. */
const LEAST_PICTURES = 5;
const LOOK_EVERY_MS = 100;
const NOTHING: Decoded = { sound: false, pictures: 0, isMoving: false };

/** As the server lends them. */
interface IceServer {
  urls: string[];
  username?: string | undefined;
  credential?: string | undefined;
}

/** The servers for a route: a relay that is reached over UDP is another proof than one over TCP. */
export function serversFor(route: SelfCallRoute, iceServers: readonly IceServer[]): RTCIceServer[] {
  if (route === 'direct') return [];
  const isTcp = (url: string): boolean => url.startsWith('turns:') || url.endsWith('transport=tcp');
  return iceServers.flatMap(({ urls: all, username = '', credential = '' }) => {
    const urls = all.filter((url) => url.startsWith('turn') && isTcp(url) === (route === 'relayTcp'));
    return urls.length === 0 ? [] : [{ urls, username, credential }];
  });
}

interface Signal {
  stream: MediaStream;
  stop: () => void;
}

/** A tone and a picture that moves: no microphone, no camera, no question to the person. */
function makeSignal(sound: AudioContext, hertz: number): Signal {
  const tone = new OscillatorNode(sound, { frequency: hertz });
  const out = new MediaStreamAudioDestinationNode(sound);
  tone.connect(out);
  tone.start();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: PICTURE.width, height: PICTURE.height });
  const pen = canvas.getContext('2d');
  let at = 0;
  const draw = (): void => {
    at += 7;
    if (pen === null) return;
    pen.fillStyle = `hsl(${at % 360} 80% 50%)`;
    pen.fillRect(0, 0, PICTURE.width, PICTURE.height);
    pen.fillStyle = 'white';
    pen.fillRect(at % PICTURE.width, 30, 40, 40);
  };
  draw();
  const timer = setInterval(draw, 1_000 / PICTURE.perSecond);
  const picture = canvas.captureStream(PICTURE.perSecond);
  const stream = new MediaStream([...out.stream.getTracks(), ...picture.getTracks()]);
  return {
    stream,
    stop: () => {
      clearInterval(timer);
      tone.stop();
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

/** Listens for a tone in what arrives; `dispose` lets the elements go. */
function makeEar(sound: AudioContext, peer: RTCPeerConnection) {
  const analyser = new AnalyserNode(sound, { fftSize: 2_048 });
  // Chromium decodes only what an element plays.
  const elements: HTMLMediaElement[] = [];
  peer.addEventListener('track', ({ track }) => {
    const stream = new MediaStream([track]);
    const element = document.createElement(track.kind === 'audio' ? 'audio' : 'video');
    Object.assign(element, { muted: true, srcObject: stream });
    element.play().catch(() => undefined);
    elements.push(element);
    if (track.kind === 'audio')
      new MediaStreamAudioSourceNode(sound, { mediaStream: stream }).connect(analyser);
  });
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  return {
    /** The tone is there, and the loudest of all. */
    hears: (hertz: number): boolean => {
      analyser.getFloatFrequencyData(spectrum);
      const loudest = spectrum.reduce(
        (best, level, at) => (level > (spectrum[best] ?? level) ? at : best),
        0,
      );
      const width = sound.sampleRate / analyser.fftSize;
      return (spectrum[loudest] ?? -Infinity) > -60 && Math.abs(loudest * width - hertz) < 3 * width;
    },
    dispose: () => {
      for (const element of elements) element.srcObject = null;
    },
  };
}

async function countPictures(peer: RTCPeerConnection): Promise<number> {
  let pictures = 0;
  (await peer.getStats()).forEach((entry: RTCInboundRtpStreamStats) => {
    if (entry.type === 'inbound-rtp' && entry.kind === 'video') pictures += entry.framesDecoded ?? 0;
  });
  return pictures;
}

/** The two exchange what a server would pass on. */
async function negotiate(caller: RTCPeerConnection, callee: RTCPeerConnection): Promise<void> {
  await caller.setLocalDescription();
  if (caller.localDescription !== null) await callee.setRemoteDescription(caller.localDescription);
  await callee.setLocalDescription();
  if (callee.localDescription !== null) await caller.setRemoteDescription(callee.localDescription);
}

function join(
  from: RTCPeerConnection,
  to: RTCPeerConnection,
  seen: { relayed: boolean; errors: Set<string> },
): void {
  const early: RTCIceCandidate[] = [];
  const add = (candidate: RTCIceCandidate): void => void to.addIceCandidate(candidate).catch(() => undefined);
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null) return;
    if (candidate.candidate.includes(' typ relay')) seen.relayed = true;
    if (to.remoteDescription === null) early.push(candidate);
    else add(candidate);
  });
  to.addEventListener('signalingstatechange', () => {
    if (to.remoteDescription !== null) early.splice(0).forEach(add);
  });
  from.addEventListener('icecandidateerror', ({ errorCode, errorText }) => {
    seen.errors.add(`${errorCode} ${errorText}`.trim());
  });
}

function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

/** Calls from this page to itself, and looks at what is decoded at both ends. */
async function call(
  route: SelfCallRoute,
  iceServers: RTCIceServer[],
  sound: AudioContext,
  limitMs: number,
): Promise<SelfCallOutcome> {
  const startedAtMs = performance.now();
  const configuration: RTCConfiguration = {
    iceServers,
    iceTransportPolicy: route === 'direct' ? 'all' : 'relay',
    bundlePolicy: 'max-bundle',
  };
  const ends = { caller: new RTCPeerConnection(configuration), callee: new RTCPeerConnection(configuration) };
  const signals = { there: makeSignal(sound, TONES.there), back: makeSignal(sound, TONES.back) };
  const ears = { there: makeEar(sound, ends.callee), back: makeEar(sound, ends.caller) };
  const seen = { relayed: false, errors: new Set<string>() };
  const look = async (end: RTCPeerConnection, way: 'there' | 'back', before: boolean): Promise<Decoded> => {
    const pictures = await countPictures(end);
    return { sound: before || ears[way].hears(TONES[way]), pictures, isMoving: pictures >= LEAST_PICTURES };
  };
  try {
    for (const track of signals.there.stream.getTracks()) ends.caller.addTrack(track, signals.there.stream);
    for (const track of signals.back.stream.getTracks()) ends.callee.addTrack(track, signals.back.stream);
    join(ends.caller, ends.callee, seen);
    join(ends.callee, ends.caller, seen);
    await negotiate(ends.caller, ends.callee);
    let there = NOTHING;
    let back = NOTHING;
    let connectedAfterMs: number | undefined;
    while (performance.now() - startedAtMs < limitMs) {
      await sleep(LOOK_EVERY_MS);
      if (ends.caller.connectionState !== 'connected') continue;
      connectedAfterMs ??= Math.round(performance.now() - startedAtMs);
      there = await look(ends.callee, 'there', there.sound);
      back = await look(ends.caller, 'back', back.sound);
      if ([there, back].every((way) => way.sound && way.isMoving))
        return { outcome: 'passed', connectedAfterMs };
    }
    return connectedAfterMs === undefined
      ? { outcome: 'noPath', relayed: seen.relayed, errors: [...seen.errors] }
      : { outcome: 'noMedia', there, back };
  } finally {
    for (const end of Object.values(ends)) end.close();
    for (const signal of Object.values(signals)) signal.stop();
    for (const ear of Object.values(ears)) ear.dispose();
  }
}

/**
 * Calls from this page to itself by one route (DOC-1): a tone and a moving picture go both ways and must be decoded at
 * the other end. Needs no permission. In a page, begin it by a press: browsers make no sound before one.
 */
export async function placeSelfCall(
  route: SelfCallRoute,
  iceServers: readonly IceServer[],
  limitMs: number,
): Promise<SelfCallOutcome> {
  const servers = serversFor(route, iceServers);
  if (route !== 'direct' && servers.length === 0) return { outcome: 'noServer' };
  const sound = new AudioContext();
  try {
    if (sound.state === 'suspended') await sound.resume();
    return await call(route, servers, sound, limitMs);
  } catch (error) {
    return { outcome: 'broken', message: error instanceof Error ? error.message : String(error) };
  } finally {
    await sound.close();
  }
}
