import { MAX_CONTACT_IDENTIFIERS } from '@parley/protocol';
import { columnsOf, delimiterOf } from './csv-columns.ts';
import type { CsvColumns } from './csv-columns.ts';
import { CsvRows } from './csv-rows.ts';
import type { CsvRow } from './csv-rows.ts';
import { SliceBuilder } from './slice.ts';
import type { RawSlice } from './slice.ts';

const LONGEST_HEADING = 16 * 1024;
/** A cell of a file without headings that can only be a number: digits and what people put between them. */
const LOOKS_LIKE_PHONE = /^\+?[\d\s().\-/]{6,24}$/;

/** Reads a CSV export (BOOK-20), a stretch at a time. Never throws, whatever the text is. */
export function* readCsv(text: string): Generator<RawSlice, void, undefined> {
  const out = new SliceBuilder(text.length);
  const { delimiter, firstRow } = preambleOf(text);
  const rows = new CsvRows(text, delimiter);
  if (firstRow === 2) rows.next();
  const first = rows.next();
  const columns = first === undefined || !first.isClosed ? undefined : columnsOf(first.cells);
  let card = 0;
  // Without headings the first row is somebody; if it has nobody in it, it was a heading in words we do not know.
  if (first !== undefined && columns === undefined && holdsAnybody(first))
    takeRow(first, ++card, undefined, out);
  for (let row = rows.next(); row !== undefined; row = rows.next()) {
    if (row.cells.some((cell) => cell.trim() !== '') || !row.isClosed) takeRow(row, ++card, columns, out);
    if (out.isDue(rows.done)) yield out.take(rows.done);
  }
  yield out.take(text.length);
}

/** Some programs write "sep=;" before the headings. */
function preambleOf(text: string): { delimiter: string; firstRow: 1 | 2 } {
  const start = text.slice(0, LONGEST_HEADING);
  const named = /^sep=(.)(?=[\r\n])/i.exec(start)?.[1];
  if (named !== undefined) return { delimiter: named, firstRow: 2 };
  return { delimiter: delimiterOf(/^[^\r\n]*/.exec(start)?.[0] ?? ''), firstRow: 1 };
}

function takeRow(row: CsvRow, card: number, columns: CsvColumns | undefined, out: SliceBuilder): void {
  const place = { card, line: row.line };
  if (!row.isClosed) return out.problem(place, 'openQuote', row.cells.join(' '));
  const { name, phones, emails } = columns === undefined ? guess(row) : pick(row, columns);
  const [keptPhones, keptEmails] = limit(phones, emails);
  if (keptPhones.length + keptEmails.length === 0) return out.problem(place, 'noIdentifier', name);
  if (keptPhones.length + keptEmails.length < phones.length + emails.length)
    out.problem(place, 'tooMany', name);
  out.contact({ place, name, phones: keptPhones, emails: keptEmails });
}

function limit(phones: readonly string[], emails: readonly string[]): [string[], string[]] {
  const kept = phones.slice(0, MAX_CONTACT_IDENTIFIERS);
  return [kept, emails.slice(0, MAX_CONTACT_IDENTIFIERS - kept.length)];
}

interface Found {
  name: string;
  phones: readonly string[];
  emails: readonly string[];
}

function pick({ cells }: CsvRow, columns: CsvColumns): Found {
  const at = (column: number | undefined): string => (column === undefined ? '' : tidy(cells[column] ?? ''));
  const parts = columns.nameParts.map(at).filter((part) => part !== '');
  return {
    name: at(columns.fullName) || parts.join(' ') || at(columns.organisation),
    phones: valuesOf(columns.phones, cells, /:::|\n/),
    emails: valuesOf(columns.emails, cells, /:::|[;\n]/),
  };
}

/** Google puts several values into one cell, with ":::" between them. */
function valuesOf(columns: readonly number[], cells: readonly string[], separator: RegExp): string[] {
  const values = columns.flatMap((column) => (cells[column] ?? '').split(separator).map(tidy));
  return [...new Set(values)].filter((value) => value !== '');
}

/** A file without headings: what each cell is, by its looks. */
function guess({ cells }: CsvRow): Found {
  const tidied = cells.map(tidy).filter((cell) => cell !== '');
  const isEmail = (cell: string): boolean => /^[^\s@]+@[^\s@]+$/.test(cell);
  const isPhone = (cell: string): boolean => LOOKS_LIKE_PHONE.test(cell);
  return {
    name: tidied.find((cell) => !isEmail(cell) && !isPhone(cell)) ?? '',
    phones: tidied.filter(isPhone),
    emails: tidied.filter(isEmail),
  };
}

function holdsAnybody(row: CsvRow): boolean {
  const { phones, emails } = guess(row);
  return !row.isClosed || phones.length + emails.length > 0;
}

/** Without the marks by which spreadsheets keep numbers as text: '+44…, ="+44…". */
function tidy(cell: string): string {
  const trimmed = cell.replaceAll(/\s+/g, ' ').trim();
  return trimmed.replace(/^="?(.*?)"?$/, '$1').replace(/^'(?=[+\d])/, '');
}
