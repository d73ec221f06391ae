import { ENDPOINTS, WireError } from '@parley/protocol';
import type {
  Endpoint,
  EndpointInput,
  EndpointName,
  EndpointResult,
  Me,
  Platform,
  SessionId,
} from '@parley/protocol';
import { z } from 'zod';

/** An answer as a test looks at it. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

interface Input {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** One endpoint over HTTP, with whatever headers; nothing is checked. */
export async function ask(
  origin: string,
  name: EndpointName,
  input: Input = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const endpoint: Endpoint = ENDPOINTS[name];
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(String(input.params?.[key])),
  );
  const url = new URL(path, origin);
  for (const [key, value] of Object.entries(input.query ?? {})) url.searchParams.set(key, String(value));
  const hasBody = input.body !== undefined;
  const response = await fetch(url, {
    method: endpoint.method,
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(hasBody ? { body: JSON.stringify(input.body) } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** A signed-in person in a test: a bearer token and what it opens. */
export interface TestPerson {
  me: Me;
  token: string;
  sessionId: SessionId;
  /** Calls an endpoint that has to succeed; the answer is held against the protocol's schema. */
  call: <N extends EndpointName>(name: N, input: EndpointInput<N>) => Promise<EndpointResult<N>>;
  /** Calls an endpoint that has to refuse. */
  fail: <N extends EndpointName>(name: N, input: EndpointInput<N>) => Promise<WireError>;
}

export const PASSWORD = 'correct horse battery';

function createPerson(origin: string, signedIn: EndpointResult<'signUp'>): TestPerson {
  const { me, sessionId, token = '' } = signedIn;
  const headers = { authorization: `Bearer ${token}` };
  return {
    me,
    token,
    sessionId,
    async call(name, input) {
      // The test sends what the types allow; `ask` takes anything, because hostile tests send anything.
      const answer = await ask(origin, name, input as Input, headers);
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
      const schema: z.core.$ZodType = ENDPOINTS[name].result;
      // Parsed by this endpoint's own result schema.
      return z.core.parse(schema, answer.body) as EndpointResult<typeof name>;
    },
    async fail(name, input) {
      const answer = await ask(origin, name, input as Input, headers);
      if (answer.status < 400) throw new Error(`${name} was not refused: ${JSON.stringify(answer.body)}`);
      return WireError.parse(answer.body);
    },
  };
}

/** Signs a new person up over HTTP; the display name is the handle. */
export async function signUpPerson(origin: string, handle: string): Promise<TestPerson> {
  const body = { handle, displayName: handle, password: PASSWORD, carry: 'bearer', platform: 'web' } as const;
  const answer = await ask(origin, 'signUp', { body });
  if (answer.status !== 200) throw new Error(`sign-up of ${handle}: ${JSON.stringify(answer.body)}`);
  return createPerson(origin, ENDPOINTS.signUp.result.parse(answer.body));
}

/** Another session of the same person, on a device of that platform. */
export async function signInOn(origin: string, { me }: TestPerson, platform: Platform): Promise<TestPerson> {
  const { handle } = me.person;
  const answer = await ask(origin, 'signIn', {
    body: { handle, password: PASSWORD, carry: 'bearer', platform },
  });
  if (answer.status !== 200) throw new Error(`sign-in of ${handle}: ${JSON.stringify(answer.body)}`);
  return createPerson(origin, ENDPOINTS.signIn.result.parse(answer.body));
}
