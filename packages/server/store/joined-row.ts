/** The columns of a row under a prefix, beside other things; all null where an outer join found nothing. */
export type Joined<P extends string, Row> = { [K in keyof Row & string as `${P}_${K}`]: Row[K] | null };

/** A select list of these columns of `alias`. */
export function listColumns(alias: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${column}`).join(', ');
}

/** The select list behind Joined; the prefix is the alias. */
export function joinColumns(alias: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${column} as ${alias}_${column}`).join(', ');
}

/** Picks the narrow row out of a wider one; undefined where the outer join found nothing. */
export function pickJoined<P extends string, Row extends { id: string }>(
  row: Joined<P, Row>,
  prefix: P,
  columns: readonly (keyof Row & string)[],
): Row | undefined {
  // Trust border: `Joined` says which columns these are; TypeScript cannot follow computed names.
  const wide = row as Record<string, unknown>;
  if (wide[`${prefix}_id`] === null) return undefined;
  return Object.fromEntries(columns.map((column) => [column, wide[`${prefix}_${column}`]])) as Row;
}
