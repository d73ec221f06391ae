import { CompiledQuery } from 'kysely';
import type { Connection } from './database.ts';

/**
 * One SQL text for a hot path: written and compiled once, run with positional parameters.
 * `Row` is what its select list yields; the schema is ours, so the type is the word of whoever wrote the text.
 */
export function statement<Row, Parameters extends readonly unknown[]>(
  text: string,
): (db: Connection, ...parameters: Parameters) => Promise<Row[]> {
  return async (db: Connection, ...parameters: Parameters) => {
    const result = await db.executeQuery(CompiledQuery.raw(text, [...parameters]));
    // Trust border: the database answers with the columns that `text` names.
    return result.rows as Row[];
  };
}
