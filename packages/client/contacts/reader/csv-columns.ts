/** Which columns of a CSV export say what; the numbers are positions in a row. */
export interface CsvColumns {
  phones: readonly number[];
  emails: readonly number[];
  /** The whole name, where one column has it. */
  fullName: number | undefined;
  /** Its parts otherwise, in the order in which they are said. */
  nameParts: readonly number[];
  /** Stands in for a name. */
  organisation: number | undefined;
}

// Google, Outlook, Thunderbird and Nextcloud write their headings in the language of their user.
const PHONE =
  /phone|mobile|\bcell|\btel\b|telefon|t[ée]l[ée]fono|t[ée]l[ée]phone|mobil|handy|rufnummer|m[óo]vil|celular|cellulare|電話|电话/;
const EMAIL = /e-?mail|courriel|correo|电子邮件|メール/;
/** "Phone 1 - Type", "E-mail Display Name", "Phonetic First Name": about one, and not one. */
const NOT_ONE =
  /phonetic|phonétique|yomi|type\b|typ$|label|display name|anzeigename|telex|fax|pager|service|tty|tdd|callback/;
const FULL_NAME =
  /^(name|full name|display name|file as|anzeigename|vollständiger name|nom complet|nombre completo|nome completo)$/;
const GIVEN = /^(first name|given name|firstname|vorname|prénom|nombre|nome|first)$/;
const MIDDLE = /^(middle name|additional name|weitere vornamen|deuxième prénom|segundo nombre)$/;
const FAMILY =
  /^(last name|family name|lastname|surname|nachname|nom|nom de famille|apellidos?|cognome|last)$/;
const ORGANISATION = /^(company|organi[sz]ation( name| 1 - name)?|firma|société|empresa|azienda)$/;

/** Reads a heading row; undefined where nothing in it looks like one. */
export function columnsOf(heading: readonly string[]): CsvColumns | undefined {
  const titles = heading.map((title) => title.trim().toLowerCase());
  const where = (pattern: RegExp): number[] =>
    titles.flatMap((title, column) => (pattern.test(title) && !NOT_ONE.test(title) ? [column] : []));
  const first = (pattern: RegExp): number | undefined => {
    const column = titles.findIndex((title) => pattern.test(title));
    return column === -1 ? undefined : column;
  };
  const emails = where(EMAIL);
  const phones = where(PHONE).filter((column) => !emails.includes(column));
  if (phones.length + emails.length === 0) return undefined;
  // A heading names things; a row of somebody's numbers and addresses is not one.
  if (heading.some((title) => title.includes('@') || /\d{5}/.test(title))) return undefined;
  const nameParts = [first(GIVEN), first(MIDDLE), first(FAMILY)].filter((column) => column !== undefined);
  return { phones, emails, fullName: first(FULL_NAME), nameParts, organisation: first(ORGANISATION) };
}

/** The character between cells: the commonest outside quotes in the first line. */
export function delimiterOf(firstLine: string): string {
  const counts = new Map<string, number>([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let isQuoted = false;
  for (const char of firstLine) {
    if (char === '"') isQuoted = !isQuoted;
    const count = counts.get(char);
    if (count !== undefined && !isQuoted) counts.set(char, count + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
