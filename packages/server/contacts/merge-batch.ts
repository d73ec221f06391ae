/** One entry of an import, its identifiers hashed (hexadecimal). */
interface Entry {
  hashes: readonly string[];
}

/** An identifier that the book holds already; the oldest entries first. */
interface Known<Id> {
  hash: string;
  contactId: Id;
}

/** What an import does to a book. */
export interface MergedBatch<Id> {
  /** For each entry the contact that it has become. */
  contactIds: Id[];
  created: Id[];
  /** Contacts that turned out to be one with another, and are it from now on. */
  absorbed: { from: Id; into: Id }[];
  /** New to the book; `entry` is the place in the batch of the one that brought it. */
  added: { hash: string; contactId: Id; entry: number }[];
}

/** BOOK-8: entries that share an identifier, with each other or with the book, become one; the oldest one stays. */
export function mergeBatch<Id extends string>(
  entries: readonly Entry[],
  known: readonly Known<Id>[],
  newId: () => Id,
): MergedBatch<Id> {
  const intoOf = new Map<Id, Id>();
  const settle = (id: Id): Id => {
    let last = id;
    for (let next = intoOf.get(last); next !== undefined; next = intoOf.get(last)) last = next;
    // A chain of a thousand merges is walked once and not a thousand times.
    for (let at = id; at !== last;) {
      const next = intoOf.get(at) ?? last;
      intoOf.set(at, last);
      at = next;
    }
    return last;
  };
  const rank = new Map<Id, number>();
  const rankOf = (id: Id): number => rank.get(id) ?? 0;
  const holder = new Map<string, Id>();
  for (const { hash, contactId } of known) {
    holder.set(hash, contactId);
    if (!rank.has(contactId)) rank.set(contactId, rank.size);
  }
  const existing = [...rank.keys()];
  const created: Id[] = [];
  const added: MergedBatch<Id>['added'] = [];

  const join = ({ hashes }: Entry, entry: number): Id => {
    const held = hashes.map((hash) => holder.get(hash)).filter((id) => id !== undefined);
    const met = [...new Set(held.map(settle))].toSorted((one, other) => rankOf(one) - rankOf(other));
    let [id] = met;
    if (id === undefined) {
      id = newId();
      rank.set(id, rank.size);
      created.push(id);
    }
    for (const other of met.slice(1)) intoOf.set(other, id);
    for (const hash of hashes) {
      if (!holder.has(hash)) added.push({ hash, contactId: id, entry });
      holder.set(hash, holder.get(hash) ?? id);
    }
    return id;
  };

  const joined = entries.map(join);
  return {
    contactIds: joined.map(settle),
    created: created.filter((id) => settle(id) === id),
    absorbed: existing.filter((id) => settle(id) !== id).map((from) => ({ from, into: settle(from) })),
    added: added.map((one) => ({ ...one, contactId: settle(one.contactId) })),
  };
}
