import type { Identifier } from '@parley/protocol';
import { guessRegion } from '@parley/client/contacts';
import { useState } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { announce } from '../../ui/announce.ts';
import { identifierProblem } from './identifier-problem.ts';

/** Has a code sent to a phone number or e-mail address as it was typed. */
export function useSendCode(onSent: (identifier: Identifier) => void): {
  isBusy: boolean;
  problem: string | undefined;
  send: (typed: string) => void;
} {
  const { contacts } = useClient();
  const { addressBook } = useMe();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = (typed: string) => {
    const kind = typed.includes('@') ? 'email' : 'phone';
    const region = addressBook.region ?? guessRegion(navigator.languages);
    setBusy(true);
    setProblem(undefined);
    contacts.identifiers
      .add(kind, typed.trim(), kind === 'phone' ? region : undefined)
      .then(
        ({ identifier }) => {
          announce(text.codeSent(identifier.hint));
          onSent(identifier);
        },
        (thrown: unknown) => setProblem(identifierProblem(errorCodeOf(thrown))),
      )
      .finally(() => setBusy(false));
  };
  return { isBusy, problem, send };
}
