import { useEffect, useState } from 'react';
import type { ComponentType } from 'react';
import { useStore } from 'zustand';
import { askSafety, safetyQuestion } from '../../sdk/safety.ts';
import type { SafetyQuestion } from '../../sdk/safety.ts';
import { errorText } from '../../text/errors.ts';
import { showToast } from '../../ui/toasts.ts';

type Dialogs = ComponentType<{ question: SafetyQuestion }>;

const load = async (): Promise<Dialogs> => (await import('./SafetyDialogs.tsx')).SafetyDialogs;

/** Asks before somebody is blocked or reported, above all pages and calls. */
export function SafetyLayer() {
  const asked = useStore(safetyQuestion, (state) => state.asked);
  const [Loaded, setLoaded] = useState<Dialogs>();
  const isWanted = asked !== undefined && Loaded === undefined;
  useEffect(() => {
    if (!isWanted) return;
    load().then(
      // A function in a setter would be called: the component is a function.
      (dialogs) => setLoaded(() => dialogs),
      () => {
        askSafety(undefined);
        showToast({ tone: 'error', text: errorText('offline') });
      },
    );
  }, [isWanted]);
  return asked && Loaded && <Loaded question={asked} />;
}
