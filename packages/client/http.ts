import { ENDPOINTS, WireError } from '@parley/protocol';
import type {
  Endpoint,
  EndpointInput,
  EndpointName,
  EndpointResult,
  ReasonCode,
  SessionId,
} from '@parley/protocol';
import * as z from 'zod/mini';
import { ParleyError } from './error.ts';
import type { Ports } from './ports.ts';

/** An answer that takes longer is given up as `offline`, in milliseconds. */
const REQUEST_TIMEOUT_MS = 20_000;
/** A file may be long, and the line slow, in milliseconds. */
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

export type Request = <N extends EndpointName>(
  name: N,
  input: EndpointInput<N>,
) => Promise<EndpointResult<N>>;

/** The three parts of any endpoint's input, whichever of them it has. */
interface Parts {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
}

/** The path and query of an endpoint, filled in. */
export function buildPath(endpoint: Pick<Endpoint, 'path'>, parts: Parts): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(parts.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** What a response means that carries no WireError: a proxy's, most likely. */
function codeOfStatus(status: number): ReasonCode {
  if (status === 401) return 'unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return status >= 500 ? 'internal' : 'bad_request';
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function toError(name: EndpointName, status: number, body: unknown): ParleyError {
  const wire = z.safeParse(WireError, body);
  if (!wire.success) return new ParleyError(codeOfStatus(status), `${name}: HTTP ${status}`);
  const { code, detail, retryAfterMs } = wire.data;
  return new ParleyError(code, detail, { retryAfterMs });
}

/** Whose requests they are. */
interface RequestSession {
  /** Names the session of this moment, if there is one. */
  id: () => SessionId | undefined;
  /** Its bearer token, where it is carried so. */
  token: () => string | undefined;
  /** Told when a request finds the session gone that it was made in. */
  onUnauthenticated: () => void;
}

type Send = (name: EndpointName, parts: Parts, timeoutMs: number) => Promise<Response>;

/** Sends a request and answers with what came back, where it is no refusal. */
function createSend(ports: Pick<Ports, 'fetch'>, origin: string, session: RequestSession): Send {
  return async (name, parts, timeoutMs) => {
    const endpoint: Endpoint = ENDPOINTS[name];
    const sessionId = session.id();
    const token = session.token();
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (parts.body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method: endpoint.method, headers, credentials: 'same-origin' };
    if (parts.body !== undefined) init.body = JSON.stringify(parts.body);
    const response = await ports
      .fetch(origin + buildPath(endpoint, parts), {
        ...init,
        signal: AbortSignal.timeout(timeoutMs),
      })
      .catch((cause: unknown) => {
        throw new ParleyError('offline', `${name}: the server could not be reached`, { cause });
      });
    if (response.ok) return response;
    const error = toError(name, response.status, await readJson(response));
    const concernsSession = endpoint.auth !== 'none' && session.id() === sessionId;
    if (error.code === 'unauthenticated' && concernsSession) session.onUnauthenticated();
    throw error;
  };
}

/** An endpoint whose answer is a file: it is handed on unread. */
export type Download = (name: EndpointName) => Promise<Blob>;

/** The same way, for what is kept and not read. */
export function createDownload(
  ports: Pick<Ports, 'fetch'>,
  origin: string,
  session: RequestSession,
): Download {
  const send = createSend(ports, origin, session);
  return async (name) => {
    const response = await send(name, {}, DOWNLOAD_TIMEOUT_MS);
    return await response.blob().catch((cause: unknown) => {
      throw new ParleyError('offline', `${name}: the file broke off`, { cause });
    });
  };
}

/** The one way over HTTP: any endpoint of the protocol, its answer parsed, its errors as ParleyError. */
export function createRequest(ports: Pick<Ports, 'fetch'>, origin: string, session: RequestSession): Request {
  const send = createSend(ports, origin, session);
  return async (name, input) => {
    // EndpointInput<N> is made of exactly these parts.
    const response = await send(name, input as Parts, REQUEST_TIMEOUT_MS);
    const result = z.safeParse(ENDPOINTS[name].result, await readJson(response));
    if (!result.success) throw new ParleyError('internal', `${name}: the answer does not match the protocol`);
    // The schema of this very endpoint has parsed it.
    return result.data as EndpointResult<typeof name>;
  };
}
