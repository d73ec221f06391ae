import { useEffect, useState } from 'react';
import { readBrowser } from '../../pwa/read-browser.ts';
import { readinessOf } from '../../pwa/readiness.ts';
import type { Readiness } from '../../pwa/readiness.ts';
import { useClient } from '../../sdk/client-context.tsx';
import { useLoaded } from '../../sdk/use-loaded.ts';
import type { Loaded } from '../../sdk/use-loaded.ts';

/** Whether this device can be rung while the page is closed; looked at again when the page comes back into sight. */
export function useDevice(): { readiness: Loaded<Readiness>; lookAgain: () => void } {
  const { notifications } = useClient();
  const [look, setLook] = useState(0);
  const { loaded, setValue } = useLoaded(`device`, () => readDevice(notifications.isSubscribed));
  useEffect(() => {
    if (look === 0) return;
    // What is shown stays until the new answer is there, and where there is none.
    readDevice(notifications.isSubscribed).then(setValue, () => undefined);
  }, [look, notifications, setValue]);
  useEffect(() => {
    // The way back from a refusal leads out of the page.
    const onSight = () => {
      if (document.visibilityState === 'visible') setLook((count) => count + 1);
    };
    document.addEventListener('visibilitychange', onSight);
    return () => document.removeEventListener('visibilitychange', onSight);
  }, []);
  return { readiness: loaded, lookAgain: () => setLook((count) => count + 1) };
}

async function readDevice(askSubscribed: () => Promise<boolean>): Promise<Readiness> {
  const facts = readBrowser();
  const isSubscribed = facts.permission === 'granted' && (await askSubscribed());
  return readinessOf({ ...facts, isSubscribed });
}
