import * as protocol from '@parley/protocol';
import { z } from 'zod';

/** The part of JSON Schema (2020-12) that our schemas turn into. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Schemas that readers know by name; everything else is spelled out where it is used. */
const NAMED = {
  Person: protocol.Person,
  Profile: protocol.Profile,
  Me: protocol.Me,
  CallSettings: protocol.CallSettings,
  Session: protocol.Session,
  SignedIn: protocol.SignedIn,
  Conversation: protocol.Conversation,
  Message: protocol.Message,
  TextMessage: protocol.TextMessage,
  CallMessage: protocol.CallMessage,
  CallRecord: protocol.CallRecord,
  RingingCall: protocol.RingingCall,
  AcceptedCall: protocol.AcceptedCall,
  EndedCall: protocol.EndedCall,
  Call: protocol.Call,
  LiveCall: protocol.LiveCall,
  Signal: protocol.Signal,
  IceCandidate: protocol.IceCandidate,
  IceServer: protocol.IceServer,
  Identifier: protocol.Identifier,
  Contact: protocol.Contact,
  ContactEntry: protocol.ContactEntry,
  Plan: protocol.Plan,
  PlanState: protocol.PlanState,
  Notices: protocol.Notices,
  PushTarget: protocol.PushTarget,
  Report: protocol.Report,
  Rollout: protocol.Rollout,
  RolloutStatus: protocol.RolloutStatus,
  AdminAccess: protocol.AdminAccess,
  AdminPerson: protocol.AdminPerson,
  AuditEntry: protocol.AuditEntry,
  WireError: protocol.WireError,
} as const satisfies Record<string, z.core.$ZodType>;

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });

/** Leaves out what says nothing: the bounds of a double, the two patterns behind a UUID. */
function simplify({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format === 'lowercase') {
    delete jsonSchema.allOf;
    jsonSchema.format = 'uuid';
    jsonSchema.pattern = '^[^A-Z]*$';
  }
  // An answer may grow new fields; only what we are strict about says that it may not.
  const isOpen = zodSchema._zod.def.type === 'object' && zodSchema._zod.def.catchall === undefined;
  if (isOpen) delete jsonSchema.additionalProperties;
}

/** A collection of named schemas, with the prefix under which a document keeps them. */
export interface SchemaBook {
  /** `input`: what a client sends; `output`: what a server answers. */
  describe: (schema: z.core.$ZodType, io: 'input' | 'output') => JsonSchema;
  named: Record<string, JsonSchema>;
}

const DEFS = '#/$defs/';

/** Turns the protocol's schemas into JSON Schema; named ones become references that begin with `prefix`. */
export function createSchemaBook(prefix: string): SchemaBook {
  const named: Record<string, JsonSchema> = {};
  // Round trips through JSON: it renames the references and drops what zod hangs on for itself.
  const rename = (value: unknown): JsonSchema =>
    JSON.parse(
      JSON.stringify(value, (key, part: unknown) =>
        key === '$ref' && typeof part === 'string' ? part.replace(DEFS, prefix) : part,
      ),
    ) as JsonSchema; // zod's JSON Schema; JsonSchema names the parts of it that we read
  return {
    named,
    describe(schema, io) {
      const {
        $schema: _,
        $defs = {},
        ...own
      } = z.toJSONSchema(schema, { metadata: registry, io, override: simplify });
      for (const [name, definition] of Object.entries($defs)) {
        const { id: _id, ...rest } = definition;
        named[name] = rename(rest);
      }
      const name = registry.get(schema)?.id;
      if (name === undefined) return rename(own);
      const { id: _id, ...rest } = own;
      named[name] ??= rename(rest);
      return { $ref: `${prefix}${name}` };
    },
  };
}
