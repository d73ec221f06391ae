import { familyOf, isAppleMobile } from './readiness.ts';
import type { BrowserFacts, BrowserFamily } from './readiness.ts';

/** What this browser says of itself. Nobody is asked for anything. */
export function readBrowser(): Omit<BrowserFacts, 'isSubscribed'> {
  return {
    isSecure: isSecureContext,
    hasWorker: 'serviceWorker' in navigator,
    hasPush: 'PushManager' in window,
    permission: 'Notification' in window ? Notification.permission : undefined,
    isAppleMobile: isAppleMobile(navigator.userAgent, navigator.maxTouchPoints),
    isInstalled: matchMedia('(display-mode: standalone)').matches,
  };
}

export function readFamily(): BrowserFamily {
  return familyOf(navigator.userAgent, navigator.maxTouchPoints);
}
