import type { Identifier, IdentifierKind } from '@parley/protocol';
import { z } from 'zod';
import type { Log } from '../ports.ts';
import type { TestPerson } from './person.ts';

/** A server's log that a test reads its codes in, as whoever tries the demo does (BOOK-7). */
export interface CodeLog {
  log: Log;
  /** What was logged as an error. */
  errors: object[];
  /** The latest code for that number or address; undefined where none was sent. */
  codeFor: (to: string) => string | undefined;
  /** How many codes went out altogether. */
  count: () => number;
}

const Sent = z.object({ to: z.string(), text: z.string() });

export function createCodeLog(): CodeLog {
  const codes: { to: string; code: string }[] = [];
  const errors: object[] = [];
  return {
    errors,
    log: {
      info: () => undefined,
      warn(fields) {
        const sent = Sent.safeParse(fields);
        const code = sent.success ? /\b\d{6}\b/.exec(sent.data.text)?.[0] : undefined;
        if (sent.success && code !== undefined) codes.push({ to: sent.data.to, code });
      },
      error: (fields, message) => void errors.push({ ...fields, message }),
    },
    codeFor: (to) => codes.findLast((one) => one.to === to)?.code,
    count: () => codes.length,
  };
}

/** Attaches an identifier in its normal form to a person, with the code that was sent. */
export async function attach(
  { codeFor }: CodeLog,
  person: TestPerson,
  kind: IdentifierKind,
  value: string,
): Promise<Identifier> {
  const { identifier } = await person.call('addIdentifier', { body: { kind, value } });
  const code = codeFor(value);
  if (code === undefined) throw new Error(`no code for ${value}`);
  const params = { identifierId: identifier.id };
  return await person.call('verifyIdentifier', { params, body: { code } });
}

let lastNumber = 0;

/** A number in normal form that nobody else in this file has. */
export function newPhone(): string {
  lastNumber += 1;
  return `+4915${String(100_000_000 + lastNumber)}`;
}
