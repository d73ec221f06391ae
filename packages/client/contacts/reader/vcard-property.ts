import { textOfBytes } from './text-of-bytes.ts';
import { asciiOf } from './vcard-unfold.ts';

/** One property of a card: `item1.TEL;TYPE=CELL:+44 20 7946 0000` is `TEL` with one type. */
export interface Property {
  /** In capitals, without the group. */
  name: string;
  /** Parameter values in capitals, by name in capitals; what vCard 2.1 writes without a name is under ''. */
  parameters: ReadonlyMap<string, readonly string[]>;
  value: Uint8Array;
}

/** No line that begins otherwise is a property. */
const NAME = /^(?:[a-z0-9-]+\.)?([a-z0-9-]+)$/i;
const QUOTE = 0x22;
const COLON = 0x3a;

/** The parts of a logical line; `hasValue: false` where the colon is missing. */
export function parseProperty(
  line: Uint8Array,
): ({ hasValue: true } & Property) | { hasValue: false; name: string } | undefined {
  const colon = findColon(line);
  const head = asciiOf(colon === -1 ? line : line.subarray(0, colon));
  const [first = '', ...rest] = splitOutsideQuotes(head, ';');
  const name = NAME.exec(first.trim())?.[1]?.toUpperCase();
  if (name === undefined) return undefined;
  if (colon === -1) return { hasValue: false, name };
  return { hasValue: true, name, parameters: parseParameters(rest), value: line.subarray(colon + 1) };
}

function findColon(line: Uint8Array): number {
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === QUOTE) isQuoted = !isQuoted;
    else if (line[at] === COLON && !isQuoted) return at;
  }
  // A quote that nobody closed: the first colon will do.
  return isQuoted ? line.indexOf(COLON) : -1;
}

function parseParameters(parts: readonly string[]): Map<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = equals === -1 ? '' : part.slice(0, equals).trim().toUpperCase();
    const values = splitOutsideQuotes(part.slice(equals + 1), ',').flatMap((value) =>
      // Apple and others quote a whole list: TYPE="voice,home".
      value.replaceAll('"', '').trim().toUpperCase().split(','),
    );
    const known = parameters.get(name);
    if (known === undefined) parameters.set(name, values);
    else known.push(...values);
  }
  return parameters;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === separator && !isQuoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** A property's value as text: quoted-printable undone, in its character set, without the escapes of 3.0 and 4.0. */
export function textValue(property: Property): string {
  return unescape(raw(property));
}

/** The components of a value such as N and ORG. */
export function componentsOf(property: Property): string[] {
  const text = raw(property);
  const components: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === ';') {
      components.push(text.slice(start, at));
      start = at + 1;
    }
  }
  components.push(text.slice(start));
  return components.map(unescape);
}

function unescape(text: string): string {
  return text.replaceAll(/\\([\\,;:nN])/g, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
}

function raw({ parameters, value }: Property): string {
  const bare = parameters.get('') ?? [];
  const isQuotedPrintable = [...bare, ...(parameters.get('ENCODING') ?? [])].includes('QUOTED-PRINTABLE');
  const charset = parameters.get('CHARSET')?.[0];
  return textOfBytes(isQuotedPrintable ? decodeQuotedPrintable(value) : value, charset);
}

/** RFC 2045, section 6.7. What is no escape stays as it is. */
function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const decoded = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const high = hexDigit(bytes[at + 1]);
    const low = hexDigit(bytes[at + 2]);
    if (byte === 0x3d && high !== undefined && low !== undefined) {
      decoded[length] = high * 16 + low;
      at += 2;
    } else decoded[length] = byte;
    length += 1;
  }
  return decoded.subarray(0, length);
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}
