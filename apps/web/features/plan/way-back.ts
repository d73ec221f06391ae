const KEY = 'parley.premium.back';

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Remembers, over the pages of a checkout, where the person wanted to call. */
export function rememberWayBack(place: () => Place, path: string): void {
  try {
    place().setItem(KEY, path);
  } catch {
    // A browser that keeps nothing leads back to the messages.
  }
}

/** The page to go on at; asked for once. */
export function takeWayBack(place: () => Place): string {
  try {
    const path = place().getItem(KEY);
    place().removeItem(KEY);
    // A path of this app: `//host` would be somebody else's.
    return path !== null && /^\/(?!\/)/.test(path) ? path : '/messages';
  } catch {
    return '/messages';
  }
}
