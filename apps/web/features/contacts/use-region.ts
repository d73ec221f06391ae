import { guessRegion } from '@parley/client/contacts';
import { useState } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';

/** The member's region: their setting, or a guess until they have been asked (BOOK-24). */
export function useRegion(): {
  region: string | undefined;
  isGuess: boolean;
  choose: (region: string | undefined) => void;
  /** Importing with a guess in sight confirms it. */
  confirm: () => void;
} {
  const { contacts } = useClient();
  const { addressBook } = useMe();
  const { run } = useAction();
  const [chosen, setChosen] = useState<{ region: string | undefined }>();
  const region =
    chosen === undefined ? (addressBook.region ?? guessRegion(navigator.languages)) : chosen.region;
  const save = (next: string | undefined) => {
    if ((next ?? null) === addressBook.region) return;
    run(() => contacts.setSettings({ ...addressBook, region: next ?? null }));
  };
  return {
    region,
    isGuess: addressBook.region === null && chosen === undefined && region !== undefined,
    choose: (next) => {
      setChosen({ region: next });
      save(next);
    },
    confirm: () => {
      if (addressBook.region === null) save(region);
    },
  };
}
