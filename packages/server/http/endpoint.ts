import type { EndpointName, EndpointRequest, EndpointResult, Endpoints } from '@parley/protocol';
import type { AppError } from '../error.ts';
import type { Ports, Viewer } from '../ports.ts';
import type { StreamedJson } from './streamed-json.ts';

/** How a handler makes the browser keep or forget a session; the only thing about HTTP that it knows. */
export interface SessionCookie {
  set: (token: string) => void;
  clear: () => void;
}

/** What a handler knows besides the parsed request. */
interface EndpointContext<N extends EndpointName> {
  /** Who asks; undefined only where the endpoint needs no session. */
  viewer: Endpoints[N]['auth'] extends 'none' ? undefined : Viewer;
  /** The network address that asks, for rate limits. */
  address: string;
  cookie: SessionCookie;
}

export type HandlerRequest<N extends EndpointName> = EndpointRequest<N> & EndpointContext<N>;

/**
 * One endpoint. An answer that is too long for memory is a StreamedJson of what the result's schema says. A refusal that is expected is returned (or thrown, to roll a transaction back) as an AppError.
 * Effects run after the commit: `ports.run(effects)` once `ports.transaction` has resolved.
 */
export type Handler<N extends EndpointName> = (
  ports: Ports,
  request: HandlerRequest<N>,
) => Promise<EndpointResult<N> | StreamedJson | AppError>;
