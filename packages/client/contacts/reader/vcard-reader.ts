import { ByteLines } from './byte-lines.ts';
import { SliceBuilder } from './slice.ts';
import type { RawSlice } from './slice.ts';
import { textOfBytes } from './text-of-bytes.ts';
import { Card } from './vcard-card.ts';
import { parseProperty, textValue } from './vcard-property.ts';
import { Unfolder } from './vcard-unfold.ts';
import type { LogicalLine } from './vcard-unfold.ts';

/** Reads vCards 2.1, 3.0 and 4.0 (BOOK-20), a stretch at a time. Never throws, whatever the bytes are. */
export function* readVcards(bytes: Uint8Array): Generator<RawSlice, void, undefined> {
  const out = new SliceBuilder(bytes.length);
  const cards = new Cards(out);
  const lines = new ByteLines(bytes);
  const unfolder = new Unfolder(bytes);
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const complete = unfolder.take(line);
    if (complete !== undefined) cards.take(complete);
    if (out.isDue(lines.done)) yield out.take(lines.done);
  }
  const last = unfolder.end();
  if (last !== undefined) cards.take(last);
  cards.end();
  yield out.take(bytes.length);
}

/** Which card a line belongs to. */
class Cards {
  readonly #out: SliceBuilder;
  #count = 0;
  #card: Card | undefined;
  /** Cards within the card (AGENT of vCard 2.1) that are open: their numbers are other people's. */
  #nested = 0;
  #mayNest = false;
  #isOutside = false;

  constructor(out: SliceBuilder) {
    this.#out = out;
  }

  take(line: LogicalLine): void {
    const property = parseProperty(line.bytes);
    if (property?.hasValue === true && (property.name === 'BEGIN' || property.name === 'END')) {
      const isCard = /^vcard$/i.test(textValue(property).trim());
      if (isCard) return property.name === 'BEGIN' ? this.#begin(line.number) : this.#finish(line.number);
    }
    if (this.#card === undefined) return this.#outside(line);
    if (this.#nested > 0) return;
    if (property === undefined) return;
    if (property.hasValue && property.name === 'AGENT') return this.#agent(textValue(property));
    this.#mayNest = false;
    const isOurs = property.name === 'TEL' || property.name === 'EMAIL';
    if (property.hasValue && !(isOurs && line.isCut)) this.#card.add(property);
    else if (isOurs) this.#card.spoil(line.number, textOfBytes(line.bytes.subarray(0, 240)));
  }

  /** The file is over. */
  end(): void {
    this.#breakOff();
  }

  #agent(value: string): void {
    // Written in line, the nested card begins in the very value.
    if (/^\s*BEGIN:VCARD/i.test(value)) this.#nested += 1;
    this.#mayNest = true;
  }

  #begin(line: number): void {
    this.#isOutside = false;
    if (this.#card !== undefined && (this.#mayNest || this.#nested > 0)) {
      this.#nested += 1;
      this.#mayNest = false;
      return;
    }
    this.#breakOff();
    this.#count += 1;
    this.#card = new Card({ card: this.#count, line }, this.#out);
  }

  #finish(line: number): void {
    this.#mayNest = false;
    if (this.#nested > 0) this.#nested -= 1;
    else if (this.#card === undefined) this.#tellOutside(line, 'END:VCARD');
    else {
      this.#card.finish();
      this.#card = undefined;
    }
  }

  #breakOff(): void {
    if (this.#card !== undefined) this.#out.problem(this.#card.place, 'noEnd');
    this.#card = undefined;
    this.#nested = 0;
  }

  #outside(line: LogicalLine): void {
    const text = textOfBytes(line.bytes.subarray(0, 240)).trim();
    if (text !== '') this.#tellOutside(line.number, text);
  }

  // Once for lines that stand together.
  #tellOutside(line: number, text: string): void {
    if (!this.#isOutside) this.#out.problem({ card: this.#count + 1, line }, 'outside', text);
    this.#isOutside = true;
  }
}
