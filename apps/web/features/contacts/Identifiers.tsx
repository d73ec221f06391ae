import type { Identifier } from '@parley/protocol';
import { useState } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { errorText } from '../../text/errors.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { AddIdentifier } from './AddIdentifier.tsx';
import { IdentifierRow } from './IdentifierRow.tsx';
import styles from './contacts.module.css';

/** Settings → Account: one's own phone numbers and e-mail addresses (BOOK-2). */
export function Identifiers() {
  const { contacts } = useClient();
  const { callsAvailable } = useMe();
  const { run } = useAction();
  const { loaded, reload, setValue } = useLoaded('identifiers', contacts.identifiers.list);
  const [asked, setAsked] = useState<Identifier>();
  /** What was typed, to have another code sent there; the server itself knows only the hint. */
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const known = loaded.status === 'ready' ? loaded.value : [];

  const put = (identifier: Identifier) => {
    const others = known.filter(({ id }) => id !== identifier.id);
    setValue([...others, identifier]);
  };
  const remove = (identifier: Identifier) => {
    setAsked(undefined);
    run(async () => {
      await contacts.identifiers.remove(identifier.id);
      setValue(known.filter(({ id }) => id !== identifier.id));
      announce(text.identifierRemoved(identifier.hint));
    });
  };
  return (
    <Section title={text.identifiersTitle}>
      <p className={styles.lead}>
        {callsAvailable ? text.identifiersDetail : text.identifiersDetailWithoutCalls}
      </p>
      {loaded.status === 'loading' && <SkeletonRows label={appText.loading} rows={1} />}
      {loaded.status === 'failed' && (
        <div className={styles.result}>
          <Notice tone="error" action={<Button onPress={reload}>{appText.retry}</Button>}>
            {errorText(loaded.code)}
          </Notice>
        </div>
      )}
      {known.length > 0 && (
        <ul>
          {known.map((identifier) => (
            <IdentifierRow
              key={identifier.id}
              identifier={identifier}
              typed={typed.get(identifier.id)}
              onVerified={put}
              onRemove={() => setAsked(identifier)}
            />
          ))}
        </ul>
      )}
      {loaded.status === 'ready' && (
        <AddIdentifier
          onAdded={(identifier, value) => {
            setTyped(new Map(typed).set(identifier.id, value));
            put(identifier);
          }}
        />
      )}
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={text.identifierRemoveTitle(asked?.hint ?? '')}
        confirmLabel={text.remove}
        cancelLabel={appText.cancel}
        onConfirm={() => asked && remove(asked)}
        onCancel={() => setAsked(undefined)}
      >
        {callsAvailable ? text.identifierRemoveConfirm : text.identifierRemoveConfirmWithoutCalls}
      </ConfirmDialog>
    </Section>
  );
}
