/** What is known of this browser, as far as waking it goes. */
export interface BrowserFacts {
  /** Opened over https, or on this very machine. */
  isSecure: boolean;
  hasWorker: boolean;
  hasPush: boolean;
  /** Undefined: this browser has no notices at all. */
  permission: NotificationPermission | undefined;
  /** The browser and the server agree on a subscription. */
  isSubscribed: boolean;
  /** An iPhone or iPad: pages have push only from the Home Screen (iOS 16.4). */
  isAppleMobile: boolean;
  /** Started from the Home Screen or as an app. */
  isInstalled: boolean;
}

/** Whether this device can be rung while the page is closed, and what stands in the way (PUSH-38). */
export type Readiness = 'on' | 'off' | 'ask' | 'denied' | 'install' | 'insecure' | 'unsupported';

/** Names the situation; the page words it. */
export function readinessOf(facts: BrowserFacts): Readiness {
  if (!facts.isSecure) return 'insecure';
  const { hasWorker, hasPush, permission } = facts;
  if (!hasWorker || !hasPush || permission === undefined) {
    return facts.isAppleMobile && !facts.isInstalled ? 'install' : 'unsupported';
  }
  if (permission === 'denied') return 'denied';
  if (permission === 'default') return 'ask';
  return facts.isSubscribed ? 'on' : 'off';
}

/** Where the way back from a refusal differs. */
export type BrowserFamily = 'chromium' | 'firefox' | 'safari' | 'android' | 'apple';

/** Which browser's steps to tell. */
export function familyOf(userAgent: string, touchPoints: number): BrowserFamily {
  if (isAppleMobile(userAgent, touchPoints)) return 'apple';
  if (userAgent.includes('Android')) return 'android';
  if (userAgent.includes('Firefox/')) return 'firefox';
  return /Chrome\/|Chromium\//.test(userAgent) ? 'chromium' : 'safari';
}

/** An iPad says that it is a Mac; no Mac has a touch screen. */
export function isAppleMobile(userAgent: string, touchPoints: number): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && touchPoints > 1);
}
