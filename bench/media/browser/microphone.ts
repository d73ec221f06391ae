import { writeFileSync } from 'node:fs';

const RATE = 48_000;
const SECONDS = 4;
const HEADER_BYTES = 44;

/** A tone that glides up and down without a pause and never stays, so that nothing takes it for silence or noise. */
export function writeMicrophone(file: string): void {
  const wave = Buffer.alloc(HEADER_BYTES + RATE * SECONDS * 2);
  wave.write('RIFF', 0);
  wave.writeUInt32LE(wave.length - 8, 4);
  wave.write('WAVEfmt ', 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(1, 22);
  wave.writeUInt32LE(RATE, 24);
  wave.writeUInt32LE(RATE * 2, 28);
  wave.writeUInt16LE(2, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36);
  wave.writeUInt32LE(RATE * SECONDS * 2, 40);
  let phase = 0;
  for (let at = 0; at < RATE * SECONDS; at += 1) {
    const seconds = at / RATE;
    // Whole turns in the file's length, so that its end meets its beginning.
    const frequency = 500 + 300 * Math.sin(2 * Math.PI * seconds * 3);
    phase += (2 * Math.PI * frequency) / RATE;
    const loudness = 0.35 + 0.15 * Math.sin(2 * Math.PI * seconds * 5);
    wave.writeInt16LE(Math.round(32_000 * loudness * Math.sin(phase)), HEADER_BYTES + at * 2);
  }
  writeFileSync(file, wave);
}
