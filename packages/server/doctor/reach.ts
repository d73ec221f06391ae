import { failed, passed } from './finding.ts';
import type { Finding } from './finding.ts';

const LIMIT_MS = 5_000;

async function checkPages(origin: string): Promise<Finding> {
  const check = 'Pages';
  try {
    const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(LIMIT_MS) });
    return response.ok
      ? passed(check, `${origin} answers and is ready.`)
      : failed(check, `${origin}/readyz says ${response.status}.`, 'See what the server’s log says.');
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    return failed(
      check,
      `${origin} cannot be reached (${why}).`,
      'Is Parley running, and does PARLEY_ORIGIN lead to it? An error about a certificate is one that browsers have too.',
    );
  }
}

/** Opens a socket as far as the server's own rules let a stranger: that is what proxies get wrong. */
function checkSocket(origin: string): Promise<Finding> {
  const check = 'Signalling';
  return new Promise((resolve) => {
    const startedAtMs = performance.now();
    const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/ws`);
    const settle = (finding: Finding): void => {
      clearTimeout(timer);
      socket.close();
      resolve(finding);
    };
    const refuse = (): void =>
      settle(
        failed(
          check,
          'no socket opens.',
          'Let the proxy in front pass "Upgrade: websocket" on at /ws, and keep idle connections for a minute.',
        ),
      );
    const timer = setTimeout(refuse, LIMIT_MS);
    socket.addEventListener('open', () =>
      settle(passed(check, `a socket opens in ${Math.round(performance.now() - startedAtMs)} ms.`)),
    );
    socket.addEventListener('error', refuse);
  });
}

/** Whether people reach this server at the address that they are told. */
export async function checkReach(origin: string): Promise<Finding[]> {
  const pages = await checkPages(origin);
  return pages.status === 'passed' ? [pages, await checkSocket(origin)] : [pages];
}
