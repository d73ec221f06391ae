const LF = 0x0a;
const CR = 0x0d;

/** One physical line: its bytes without the line end, and its number from 1. */
export interface ByteLine {
  number: number;
  start: number;
  end: number;
}

/** The lines of a file, ended by CRLF, LF or CR. Each byte is looked at once. */
export class ByteLines {
  readonly #bytes: Uint8Array;
  #at = 0;
  #number = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes have been looked at. */
  get done(): number {
    return this.#at;
  }

  next(): ByteLine | undefined {
    const bytes = this.#bytes;
    if (this.#at >= bytes.length) return undefined;
    const start = this.#at;
    let end = start;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
    this.#at = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
    if (this.#at > bytes.length) this.#at = bytes.length;
    this.#number += 1;
    return { number: this.#number, start, end };
  }
}
