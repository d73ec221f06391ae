/** The token of a demo sign-in link, `/sign-in#demo=TOKEN`; the fragment never reaches a server log. */
export function demoTokenOf(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('demo');
  return token === null || token === '' ? undefined : token;
}

/** Reads the token from the address and removes it there, so that it stays out of the history. */
export function takeDemoToken(): string | undefined {
  const token = demoTokenOf(location.hash);
  if (token !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
