import type { Message } from '@parley/protocol';

/**
 * The rows of one conversation that this device holds. `rows` is always a span without gaps (MSG-2, MSG-8):
 * what arrives beyond the next row waits in `ahead` until the rows between have been read.
 */
export interface ThreadLog {
  /** Ascending by seq, each exactly one more than the one before. */
  readonly rows: readonly Message[];
  /** The last seq of `rows`; the end of the conversation while there are none (0: it is empty). */
  readonly throughSeq: number;
  readonly ahead: readonly Message[];
}

/** A log from the latest page of a conversation. */
export function startLog(rows: readonly Message[], lastSeq: number): ThreadLog {
  return { rows, throughSeq: rows.at(-1)?.seq ?? lastSeq, ahead: [] };
}

/** Adds rows in any order, repeated or not; the span grows as far as it can without a gap. */
export function addRows(log: ThreadLog, rows: readonly Message[]): ThreadLog {
  const bySeq = new Map<number, Message>();
  for (const row of [...log.ahead, ...rows]) if (row.seq > log.throughSeq) bySeq.set(row.seq, row);
  if (bySeq.size === 0) return log;
  const next: Message[] = [];
  let throughSeq = log.throughSeq;
  for (let row = bySeq.get(throughSeq + 1); row !== undefined; row = bySeq.get(throughSeq + 1)) {
    next.push(row);
    throughSeq = row.seq;
    bySeq.delete(row.seq);
  }
  return { rows: [...log.rows, ...next], throughSeq, ahead: [...bySeq.values()] };
}

/** Adds the page that ends just before the first row. A page that does not fit is dropped. */
export function addEarlier(log: ThreadLog, page: readonly Message[]): ThreadLog {
  const last = page.at(-1);
  if (last === undefined || last.seq + 1 !== log.rows[0]?.seq) return log;
  return { ...log, rows: [...page, ...log.rows] };
}

/** Rows are known to be missing between the span and what waits ahead. */
export function hasGap(log: ThreadLog): boolean {
  return log.ahead.length > 0;
}

export function hasEarlier(log: ThreadLog): boolean {
  const first = log.rows[0];
  return first !== undefined && first.seq > 1;
}
