import { readBrowser } from '../../pwa/read-browser.ts';
import { readinessOf } from '../../pwa/readiness.ts';

const KEY = 'parley.notificationHint';

/** `ask`: it can be turned on right away. `install`: an iPhone or iPad, which first needs the Home Screen. */
export type HintKind = 'ask' | 'install';

/** Whether this browser could be woken, was never asked, and the hint was not sent away (PUSH-30). */
export function wantedHint(): HintKind | undefined {
  const readiness = readinessOf({ ...readBrowser(), isSubscribed: false });
  if (readiness !== 'ask' && readiness !== 'install') return undefined;
  try {
    return localStorage.getItem(KEY) === null ? readiness : undefined;
  } catch {
    // A browser that keeps nothing would show it at each start.
    return undefined;
  }
}

/** For good, on this device. */
export function dismissHint(): void {
  try {
    localStorage.setItem(KEY, 'dismissed');
  } catch {
    // It is gone from this page at least.
  }
}
