import type { ContactId, ContactEntry } from '@parley/protocol';
import { toParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import type { ImportOptions, ImportResult, KeptContact, ReadEntry } from './api.ts';
import { batchesOf } from './batches.ts';
import { fingerprintOf } from './import-mark.ts';
import type { ImportMark } from './import-mark.ts';

/** Pauses before the tries that follow a failure which may pass. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
/** The server may ask for this much patience; what it wants longer is told to the person instead. */
const LONGEST_WAIT_MS = 2 * 60_000;

interface ImportParts {
  request: Request;
  nowMs: () => number;
  mark: ImportMark;
  /** Whether names are sent too; asked before each batch. */
  sendsNames: () => boolean;
  /** Keeps on this device what the server's ids mean. */
  keep: (contacts: readonly KeptContact[]) => Promise<void>;
}

/** Sends entries, batch after batch; docs at `ContactsApi.importEntries`. */
export async function runImport(
  parts: ImportParts,
  entries: readonly ReadEntry[],
  { onProgress, signal }: ImportOptions,
): Promise<ImportResult> {
  const total = entries.length;
  const fingerprint = fingerprintOf(entries);
  let done = Math.min(parts.mark.read(fingerprint), total);
  onProgress?.({ done, total });
  for (const batch of batchesOf(entries.slice(done))) {
    if (signal?.aborted === true) return { outcome: 'stopped', done };
    const sent = await sendPatiently(parts, batch, (untilMs) => {
      onProgress?.({ done, total, waitingUntilMs: untilMs });
      return signal;
    });
    if (sent.outcome !== 'sent') return { outcome: sent.outcome, done };
    await parts.keep(keptOf(batch, sent.contactIds));
    done += batch.length;
    parts.mark.write(fingerprint, done);
    onProgress?.({ done, total });
  }
  parts.mark.clear();
  return { outcome: 'imported', total };
}

type Sent = { outcome: 'sent'; contactIds: readonly ContactId[] } | { outcome: 'full' | 'stopped' };

/** @param onWait told until when the next try waits; answers with the signal that ends the waiting */
async function sendPatiently(
  { request, nowMs, sendsNames }: ImportParts,
  batch: readonly ReadEntry[],
  onWait: (untilMs: number) => AbortSignal | undefined,
): Promise<Sent> {
  for (let failures = 0; ;) {
    try {
      const body = { entries: batch.map((entry) => toWire(entry, sendsNames())) };
      return { outcome: 'sent', contactIds: (await request('importContacts', { body })).contactIds };
    } catch (thrown) {
      const error = toParleyError(thrown);
      if (error.code === 'too_large') return { outcome: 'full' };
      let waitMs: number | undefined;
      if (error.code === 'rate_limited') waitMs = error.retryAfterMs ?? PAUSES_MS[2];
      else if (error.code === 'offline' || error.code === 'unavailable' || error.code === 'internal') {
        waitMs = PAUSES_MS[failures];
        failures += 1;
      }
      if (waitMs === undefined || waitMs > LONGEST_WAIT_MS) throw error;
      const signal = onWait(nowMs() + waitMs);
      await pause(waitMs, signal);
      if (signal?.aborted === true) return { outcome: 'stopped' };
    }
  }
}

function toWire({ name, phones, emails }: ReadEntry, withName: boolean): ContactEntry {
  return {
    phones: [...phones],
    emails: [...emails],
    ...(withName && name !== undefined ? { name } : {}),
  };
}

function keptOf(batch: readonly ReadEntry[], ids: readonly ContactId[]): KeptContact[] {
  return batch.flatMap((entry, index) => {
    const id = ids[index];
    return id === undefined ? [] : { id, ...entry };
  });
}

function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
}
