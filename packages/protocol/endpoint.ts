import * as z from 'zod/mini';
import { ConversationId } from './ids.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { Handle } from './person.ts';

/** One HTTP endpoint: what it takes and what it answers. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each field of `params`. */
  path: `/api/${string}`;
  /** `adminEntry`: an administrator's session; `admin`: one that has shown a second factor lately (ADM-2). */
  auth: 'none' | 'session' | 'adminEntry' | 'admin';
  summary: string;
  params?: z.core.$ZodType;
  query?: z.core.$ZodType;
  body?: z.core.$ZodType;
  result: z.core.$ZodType;
}

/** An answer that says nothing but that it was done. */
export const nothing = z.object({});
/** How many rows one page holds. */
export const pageSize = z._default(
  z.coerce.number().check(z.int(), z.minimum(1), z.maximum(MAX_PAGE_SIZE)),
  50,
);
/** A time in a query, in Unix milliseconds. */
export const timeInQuery = z.optional(z.coerce.number().check(z.int()));
export const byHandle = z.strictObject({ handle: Handle });
export const byConversation = z.strictObject({ conversationId: ConversationId });
/** A stored password may be as long as people like, but not so long that hashing it is an attack. */
export const password = z.string().check(z.maxLength(200));
