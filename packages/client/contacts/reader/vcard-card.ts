import { MAX_CONTACT_IDENTIFIERS } from '@parley/protocol';
import { componentsOf, textValue } from './vcard-property.ts';
import type { Property } from './vcard-property.ts';
import type { Place, RawContact, SliceBuilder } from './slice.ts';

/** Numbers that no person answers. */
const NO_VOICE = new Set(['FAX', 'PAGER', 'TELEX', 'MODEM']);

/** One card while its lines come in. */
export class Card {
  readonly place: Place;
  readonly #out: SliceBuilder;
  readonly #phones = new Set<string>();
  readonly #emails = new Set<string>();
  /** By how well it names: FN, N, NICKNAME, ORG. */
  readonly #names: [string, string, string, string] = ['', '', '', ''];
  #isGroup = false;
  #isFull = false;
  #hasProblem = false;

  constructor(place: Place, out: SliceBuilder) {
    this.place = place;
    this.#out = out;
  }

  add(property: Property): void {
    switch (property.name) {
      case 'TEL':
        return this.#addPhone(property);
      case 'EMAIL':
        return this.#addEmail(property);
      case 'FN':
        return this.#nameIt(0, textValue(property));
      case 'N': {
        const [family = '', given = '', middle = ''] = componentsOf(property);
        return this.#nameIt(1, [given, middle, family].filter((part) => part.trim() !== '').join(' '));
      }
      case 'NICKNAME':
        return this.#nameIt(2, textValue(property));
      case 'ORG':
        return this.#nameIt(3, componentsOf(property)[0] ?? '');
      case 'KIND':
      case 'X-ADDRESSBOOKSERVER-KIND':
        if (/^group$/i.test(textValue(property).trim())) this.#isGroup = true;
        return;
      default:
        // Birthdays, postal addresses, photos: nothing of it is asked for.
        return;
    }
  }

  /** A line that could have held a number or an address, and cannot be read. */
  spoil(line: number, text: string): void {
    this.#hasProblem = true;
    this.#out.problem({ ...this.place, line }, 'badLine', text);
  }

  /** The card has come to its end. */
  finish(): void {
    const phones = [...this.#phones];
    const emails = [...this.#emails];
    if (phones.length + emails.length > 0) {
      this.#out.contact({ place: this.place, name: this.#name(), phones, emails } satisfies RawContact);
    } else if (!this.#isGroup && !this.#hasProblem)
      this.#out.problem(this.place, 'noIdentifier', this.#name());
  }

  #name(): string {
    return this.#names.find((name) => name !== '') ?? '';
  }

  #nameIt(rank: 0 | 1 | 2 | 3, text: string): void {
    if (this.#names[rank] === '') this.#names[rank] = text.replaceAll(/\s+/g, ' ').trim();
  }

  #addPhone(property: Property): void {
    const types = [...(property.parameters.get('TYPE') ?? []), ...(property.parameters.get('') ?? [])];
    if (types.some((type) => NO_VOICE.has(type))) return;
    this.#addTo(this.#phones, phoneOfUri(textValue(property)));
  }

  #addEmail(property: Property): void {
    this.#addTo(
      this.#emails,
      textValue(property)
        .trim()
        .replace(/^mailto:/i, ''),
    );
  }

  #addTo(values: Set<string>, value: string): void {
    if (value === '' || values.has(value)) return;
    if (this.#phones.size + this.#emails.size < MAX_CONTACT_IDENTIFIERS) return void values.add(value);
    if (!this.#isFull) this.#out.problem(this.place, 'tooMany', this.#name());
    this.#isFull = true;
  }
}

/** The number of a `tel:` URI (RFC 3966), or the text as it is. */
function phoneOfUri(text: string): string {
  const trimmed = text.trim();
  if (!/^tel:/i.test(trimmed)) return trimmed;
  const [number = '', ...parameters] = decodeUri(trimmed.slice(4)).split(';');
  const context = parameters.find((part) => /^phone-context=\+/i.test(part))?.slice('phone-context='.length);
  return number.startsWith('+') || context === undefined ? number : `${context}${number}`;
}

function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
