import type { ByteLine } from './byte-lines.ts';
import { markLength } from './text-of-bytes.ts';

/** A line of a card as it was before it was folded (RFC 6350, section 3.2; vCard 2.1 for quoted-printable). */
export interface LogicalLine {
  /** Of its first physical line. */
  number: number;
  bytes: Uint8Array;
  /** It was longer than anything of interest: a photo. The rest is passed over. */
  isCut: boolean;
}

/** Longer than any name, number or address; a photo is not kept to be thrown away. */
const MOST_KEPT = 8 * 1024;

const EQUALS = 0x3d;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;

/** Puts folded lines together. Bytes, not text: folding may cut a character in two. */
export class Unfolder {
  readonly #file: Uint8Array;
  #number = 0;
  #parts: Uint8Array[] = [];
  #kept = 0;
  #isCut = false;
  #isOpen = false;
  #isQuotedPrintable = false;
  /** The last physical line ended in a soft line break. */
  #goesOn = false;

  constructor(file: Uint8Array) {
    this.#file = file;
  }

  /** Takes the next physical line; answers with the logical line that it shows to be complete. */
  take(line: ByteLine): LogicalLine | undefined {
    const start = line.start + markLength(this.#file, line.start);
    const from = this.#continuesAt(start, line.end);
    if (from !== undefined) {
      this.#append(from, line.end);
      return undefined;
    }
    const complete = this.end();
    this.#isOpen = true;
    this.#number = line.number;
    this.#isQuotedPrintable = this.#saysQuotedPrintable(start, line.end);
    this.#append(start, line.end);
    return complete;
  }

  /** Where the rest of the line that is being put together begins; undefined where another line does. */
  #continuesAt(start: number, end: number): number | undefined {
    if (!this.#isOpen) return undefined;
    // Some phones end a value in "=" with nothing to follow: the card's end is never part of a value.
    if (this.#goesOn && !this.#isCardEdge(start, end)) return start;
    const first = this.#file[start];
    return end > start && (first === SPACE || first === TAB) ? start + 1 : undefined;
  }

  /** The line that was being put together, at the file's end. */
  end(): LogicalLine | undefined {
    if (!this.#isOpen) return undefined;
    const bytes = joinBytes(this.#parts, this.#kept);
    const line = { number: this.#number, bytes, isCut: this.#isCut };
    this.#parts = [];
    this.#kept = 0;
    this.#isCut = false;
    this.#isOpen = false;
    this.#goesOn = false;
    return line;
  }

  #append(start: number, lineEnd: number): void {
    let end = lineEnd;
    this.#goesOn = this.#isQuotedPrintable && end > start && this.#file[end - 1] === EQUALS;
    if (this.#goesOn) end -= 1;
    const room = MOST_KEPT - this.#kept;
    if (end - start > room) this.#isCut = true;
    const part = this.#file.subarray(start, Math.min(end, start + room));
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#kept += part.length;
  }

  #saysQuotedPrintable(start: number, end: number): boolean {
    if (this.#file[end - 1] !== EQUALS) return false;
    const colon = this.#file.subarray(start, Math.min(end, start + MOST_KEPT)).indexOf(COLON);
    return colon > 0 && /quoted-printable/i.test(asciiOf(this.#file.subarray(start, start + colon)));
  }

  #isCardEdge(start: number, end: number): boolean {
    return end - start < 20 && /^(BEGIN|END):VCARD\s*$/i.test(asciiOf(this.#file.subarray(start, end)));
  }
}

/** Bytes as characters of the same number. */
export function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function joinBytes(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
