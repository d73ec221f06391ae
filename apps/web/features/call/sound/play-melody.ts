import type { Melody, Note, Tone } from './melodies.ts';

let context: AudioContext | undefined;

function audio(): AudioContext {
  context ??= new AudioContext();
  return context;
}

/** Repeats a melody until the returned function is called. Silent until the page may make sound. */
export function playMelody(melody: Melody): () => void {
  const output = audio().createGain();
  output.connect(audio().destination);
  const resume = () => {
    // Refused before the first touch of the page; that touch asks again.
    audio()
      .resume()
      .catch(() => undefined);
  };
  const playOnce = () => {
    if (audio().state === 'running') for (const note of melody.notes) playNote(note, output);
  };
  resume();
  playOnce();
  const timer = setInterval(playOnce, melody.everyMs);
  document.addEventListener('pointerdown', resume);
  document.addEventListener('keydown', resume);
  return () => {
    clearInterval(timer);
    document.removeEventListener('pointerdown', resume);
    document.removeEventListener('keydown', resume);
    // A note that sounds is let go softly.
    output.gain.setTargetAtTime(0, audio().currentTime, 0.03);
    setTimeout(() => output.disconnect(), 300);
  };
}

/** Plays a tone, unless the page may not make sound yet. */
export function playTone(tone: Tone): void {
  if (audio().state === 'running') for (const note of tone) playNote(note, audio().destination);
}

/** A soft bell: a sine and its octave, struck and fading. */
function playNote({ atMs, lengthMs, frequencyHz, loudness }: Note, output: AudioNode): void {
  const start = audio().currentTime + atMs / 1_000;
  const end = start + lengthMs / 1_000;
  for (const [multiple, share] of [
    [1, 0.8],
    [2, 0.2],
  ] as const) {
    const oscillator = new OscillatorNode(audio(), { type: 'sine', frequency: frequencyHz * multiple });
    const envelope = new GainNode(audio(), { gain: 0 });
    envelope.gain.setValueAtTime(0, start);
    envelope.gain.linearRampToValueAtTime(loudness * share, start + 0.02);
    envelope.gain.exponentialRampToValueAtTime(0.0001, end);
    oscillator.connect(envelope).connect(output);
    oscillator.start(start);
    oscillator.stop(end + 0.05);
  }
}
