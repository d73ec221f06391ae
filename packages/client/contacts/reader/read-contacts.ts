import { MAX_CONTACT_FILE_BYTES } from '@parley/protocol';
import { readCsv } from './csv-reader.ts';
import type { RawSlice } from './slice.ts';
import { markLength, textOfBytes, utf16Of } from './text-of-bytes.ts';
import { readVcards } from './vcard-reader.ts';

export type FileRefusal =
  /** Over 10 MB. */
  | 'tooLarge'
  /** Neither vCard nor CSV: a picture, a spreadsheet, an archive. */
  | 'notContacts';

export type OpenedFile =
  | { outcome: 'refused'; because: FileRefusal }
  | { outcome: 'opened'; format: 'vcard' | 'csv'; slices: Generator<RawSlice, void, undefined> };

const SNIFFED_BYTES = 4 * 1024;

/**
 * Opens a file of contacts. Nothing is read until the slices are asked for; each is a bounded stretch of the file, and
 * all of them together look at each byte a fixed number of times (BOOK-23).
 */
export function openContacts(file: Uint8Array): OpenedFile {
  if (file.length > MAX_CONTACT_FILE_BYTES) return { outcome: 'refused', because: 'tooLarge' };
  const utf16 = utf16Of(file);
  const text = utf16 === undefined ? undefined : new TextDecoder(utf16).decode(file);
  const bytes = text === undefined ? file.subarray(markLength(file, 0)) : new TextEncoder().encode(text);
  // Not strict: the cut may go through a character.
  const start = new TextDecoder().decode(bytes.subarray(0, SNIFFED_BYTES));
  if (/(^|[\r\n])BEGIN:VCARD/i.test(start)) {
    return { outcome: 'opened', format: 'vcard', slices: readVcards(bytes) };
  }
  if (!looksLikeText(start)) return { outcome: 'refused', because: 'notContacts' };
  return { outcome: 'opened', format: 'csv', slices: readCsv(text ?? textOfBytes(bytes)) };
}

/** No program writes control characters into text, but for those between lines and cells. */
function looksLikeText(start: string): boolean {
  return !/[^\P{Cc}\s]/u.test(start) && !/^\s*<|^%PDF/.test(start);
}
