import { z } from 'zod';
import { AppError } from '../error.ts';

const MOST_ISSUES = 5;

/** "body.handle: Invalid string: must match pattern …", for developers. */
function describe(part: string, issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .slice(0, MOST_ISSUES)
    .map((issue) => `${[part, ...issue.path.map(String)].join('.')}: ${issue.message}`)
    .join('; ');
}

/** A part of a request as its schema says, or `bad_request` that says what does not fit (WIRE-1). */
export function parsePart(part: string, schema: z.core.$ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) {
    const empty =
      value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
    if (empty) return undefined;
    throw new AppError('bad_request', { detail: `${part}: nothing is expected here` });
  }
  const parsed = z.core.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new AppError('bad_request', { detail: describe(part, parsed.error.issues) });
}
