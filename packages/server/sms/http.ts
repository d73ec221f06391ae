import type { Texter } from './texter.ts';

/** So long a gateway may take, in milliseconds: somebody waits at the screen. */
const GATEWAY_LIMIT_MS = 10_000;

interface HttpTexterOptions {
  url: string;
  /** Sent as `Authorization: Bearer …`. */
  token: string | undefined;
}

/** Text messages through a gateway that takes `POST {to, text}` as JSON. */
export function createHttpTexter({ url, token }: HttpTexterOptions): Texter {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return {
    async send({ to, text }) {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ to, text }),
        // A gateway that sends us elsewhere with a number and a code is not the one that the operator has set.
        redirect: 'error',
        signal: AbortSignal.timeout(GATEWAY_LIMIT_MS),
      });
      // Whatever it says is not for us; an unread body would keep the connection.
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the SMS gateway answered ${response.status}`);
    },
  };
}
