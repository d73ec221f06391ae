import pg from 'pg';

/** So many different statements are kept prepared on a connection; the house has far fewer. */
const MOST_NAMES = 500;

const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known;
  const name = `p${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * A connection that prepares each statement with parameters once and then only binds: PostgreSQL parses and
 * plans it one time instead of every time. Kysely has no way to name its statements, so the client does.
 */
export class PreparingClient extends pg.Client {
  // The overloads of pg's `query` cannot be written as one signature; both casts hand the call on as it came.
  override query: typeof pg.Client.prototype.query = ((...call: unknown[]) => {
    const [text, values, ...rest] = call;
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const passed = name === undefined ? call : [{ name, text, values }, ...rest];
    return (super.query as (...args: unknown[]) => unknown)(...passed);
  }) as typeof pg.Client.prototype.query;
}
