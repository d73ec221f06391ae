// Old address books write in the character set of their phone or system; new ones in UTF-8. Nothing here ever throws.

const UTF_8 = new TextDecoder('utf-8', { fatal: true });
/** What "ANSI" files and what is no UTF-8 are most often written in; every byte has a meaning in it. */
const FALLBACK = new TextDecoder('windows-1252');

const known = new Map<string, TextDecoder | undefined>();
const MOST_KNOWN = 64;

function decoderOf(charset: string): TextDecoder | undefined {
  const label = charset.toLowerCase();
  if (!known.has(label) && known.size < MOST_KNOWN) {
    let decoder: TextDecoder | undefined;
    try {
      decoder = new TextDecoder(label);
    } catch {
      // A name nobody knows: as if there were none.
    }
    known.set(label, decoder);
  }
  return known.get(label);
}

/** Text in the character set that is named, else in UTF-8, else in the commonest of the old ones. */
export function textOfBytes(bytes: Uint8Array, charset?: string): string {
  const named = charset === undefined || /^utf-?8$/i.test(charset) ? undefined : decoderOf(charset);
  if (named !== undefined) return named.decode(bytes);
  try {
    return UTF_8.decode(bytes);
  } catch {
    return FALLBACK.decode(bytes);
  }
}

type Utf16 = 'utf-16le' | 'utf-16be';

/** Whether a file is in UTF-16: by its mark, or because every other byte at its beginning is zero. */
export function utf16Of(bytes: Uint8Array): Utf16 | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(bytes.length >> 1, 512);
  if (pairs < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (bytes[2 * pair] === 0) even += 1;
    if (bytes[2 * pair + 1] === 0) odd += 1;
  }
  // Latin letters leave one half of nearly every pair empty, and the other half full.
  if (odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le';
  return even > pairs * 0.6 && odd < pairs * 0.1 ? 'utf-16be' : undefined;
}

/** The length of a UTF-8 mark at a place. */
export function markLength(bytes: Uint8Array, at: number): number {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? 3 : 0;
}
