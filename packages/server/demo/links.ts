import type { Ports } from '../ports.ts';

/** A way into a demo account. */
export interface DemoLink {
  name: string;
  url: string;
}

/** One link for each demo account. The token is in the fragment: it reaches no log and no other site. */
export async function createLinks(
  { stores, demoLinks }: Pick<Ports, 'stores' | 'demoLinks'>,
  origin: string,
): Promise<DemoLink[]> {
  const people = await stores.accounts.listDemo();
  return people.map(({ id, displayName }) => ({
    name: displayName,
    url: `${origin}/sign-in#demo=${demoLinks.create(id)}`,
  }));
}
