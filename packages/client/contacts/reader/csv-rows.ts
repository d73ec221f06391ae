/** One row of a CSV file (RFC 4180, read tolerantly). */
export interface CsvRow {
  cells: readonly string[];
  /** The line it begins at, from 1. */
  line: number;
  /** False: a quote was opened and never closed; the row cannot be relied on. */
  isClosed: boolean;
}

/** A quoted cell that is longer was never closed; notes of people are shorter. */
const LONGEST_QUOTED = 64 * 1024;
/** Of a cell: no name, number or address is longer. */
const MOST_KEPT = 4 * 1024;
const MOST_CELLS = 256;
/** Of a row that is given up: enough to find it by. */
const SHOWN = 120;

/**
 * Reads rows one by one. An open quote would swallow the rest of the file, so the row that has one is given up and
 * reading goes on at the line after its first. Going back is rationed: characters looked at stay within twice the text.
 */
export class CsvRows {
  readonly #text: string;
  readonly #delimiter: string;
  #at = 0;
  #line = 1;
  #ration: number;
  #visited = 0;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#ration = text.length;
  }

  /** How far the rows that were handed out reach. */
  get done(): number {
    return this.#at;
  }

  /** How many characters have been looked at. */
  get visited(): number {
    return this.#visited;
  }

  next(): CsvRow | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const [start, line] = [this.#at, this.#line];
    const cells: string[] = [];
    for (;;) {
      const isClosed = this.#cell(cells);
      if (!isClosed) {
        this.#giveUp(start, line);
        return { cells: [this.#text.slice(start, start + SHOWN)], line, isClosed };
      }
      const end = this.#text[this.#at];
      if (end === this.#delimiter) {
        this.#step();
        continue;
      }
      this.#lineEnd();
      return { cells, line, isClosed };
    }
  }

  /** One cell, up to the delimiter or line end after it. */
  #cell(cells: string[]): boolean {
    const isQuoted = this.#text[this.#at] === '"';
    const cell = isQuoted ? this.#quoted() : this.#bare();
    if (cell !== undefined && cells.length < MOST_CELLS) cells.push(cell);
    return cell !== undefined;
  }

  #bare(): string {
    const start = this.#at;
    while (!this.#isAtCellEnd()) this.#step();
    return this.#text.slice(start, Math.min(this.#at, start + MOST_KEPT));
  }

  #quoted(): string | undefined {
    this.#step();
    const [start, firstLine] = [this.#at, this.#line];
    while (this.#at < this.#text.length && this.#at - start < LONGEST_QUOTED) {
      if (this.#text[this.#at] !== '"') this.#lineEndOrStep();
      else if (this.#text[this.#at + 1] === '"') this.#step(2);
      else {
        const end = this.#at;
        this.#step();
        // Only a quote before the cell's end closes it: "5" disk" is one cell of a careless program.
        if (this.#isAtCellEnd())
          return this.#text.slice(start, Math.min(end, start + MOST_KEPT)).replaceAll('""', '"');
        // On a later line it is the quote that opens another row's cell.
        if (this.#line > firstLine) return undefined;
      }
    }
    return undefined;
  }

  #isAtCellEnd(): boolean {
    const char = this.#text[this.#at];
    return char === undefined || char === this.#delimiter || char === '\n' || char === '\r';
  }

  #step(count = 1): void {
    this.#at += count;
    this.#visited += count;
  }

  #lineEndOrStep(): void {
    if (!this.#lineEnd()) this.#step();
  }

  #lineEnd(): boolean {
    const char = this.#text[this.#at];
    if (char !== '\n' && char !== '\r') return false;
    this.#step(char === '\r' && this.#text[this.#at + 1] === '\n' ? 2 : 1);
    this.#line += 1;
    return true;
  }

  #giveUp(start: number, line: number): void {
    const looked = this.#at - start;
    if (looked <= this.#ration) {
      this.#ration -= looked;
      this.#at = start;
      this.#line = line;
    }
    while (this.#at < this.#text.length && !this.#lineEnd()) this.#step();
  }
}
