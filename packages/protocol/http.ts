import type * as z from 'zod/mini';
import { ACCOUNT_ENDPOINTS } from './endpoints/accounts.ts';
import { ADMIN_ENDPOINTS } from './endpoints/admin.ts';
import { CALL_ENDPOINTS } from './endpoints/calls.ts';
import { CONTACT_ENDPOINTS } from './endpoints/contacts.ts';
import { CONVERSATION_ENDPOINTS } from './endpoints/conversations.ts';
import { DOCTOR_ENDPOINTS } from './endpoints/doctor.ts';
import { NOTIFICATION_ENDPOINTS } from './endpoints/notifications.ts';
import { PEOPLE_ENDPOINTS } from './endpoints/people.ts';
import { PLAN_ENDPOINTS } from './endpoints/plan.ts';
import { REPORT_ENDPOINTS } from './endpoints/reports.ts';
import type { Endpoint } from './endpoint.ts';

/** Every HTTP endpoint, once: the server registers them, the SDK calls them, OpenAPI lists them. */
export const ENDPOINTS = {
  ...ACCOUNT_ENDPOINTS,
  ...PEOPLE_ENDPOINTS,
  ...CONVERSATION_ENDPOINTS,
  ...CALL_ENDPOINTS,
  ...CONTACT_ENDPOINTS,
  ...PLAN_ENDPOINTS,
  ...NOTIFICATION_ENDPOINTS,
  ...DOCTOR_ENDPOINTS,
  ...REPORT_ENDPOINTS,
  ...ADMIN_ENDPOINTS,
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof ENDPOINTS;
export type EndpointName = keyof Endpoints;

type PartOf<E, K extends string> = E extends Record<K, infer S extends z.core.$ZodType> ? S : never;
type InputOf<E, K extends string> = [PartOf<E, K>] extends [never]
  ? unknown
  : Record<K, z.input<PartOf<E, K>>>;
type OutputOf<E, K extends string> = [PartOf<E, K>] extends [never]
  ? unknown
  : Record<K, z.output<PartOf<E, K>>>;

/** What a client passes to call an endpoint: `{ params?, query?, body? }` as it is defined. */
export type EndpointInput<N extends EndpointName> = InputOf<Endpoints[N], 'params'> &
  InputOf<Endpoints[N], 'query'> &
  InputOf<Endpoints[N], 'body'>;
/** What a server handler receives, parsed and with defaults filled in. */
export type EndpointRequest<N extends EndpointName> = OutputOf<Endpoints[N], 'params'> &
  OutputOf<Endpoints[N], 'query'> &
  OutputOf<Endpoints[N], 'body'>;
/** What an endpoint answers. */
export type EndpointResult<N extends EndpointName> = z.output<Endpoints[N]['result']>;
