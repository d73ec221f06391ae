import { DisplayName } from '@parley/protocol';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { onboardingText } from '../../text/onboarding.ts';
import { settingsText } from '../../text/settings.ts';
import { dataText } from '../../text/your-data.ts';
import { Button } from '../../ui/Button.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { showToast } from '../../ui/toasts.ts';
import { DeleteAccount } from './DeleteAccount.tsx';
import { ExportData } from './ExportData.tsx';
import styles from './settings.module.css';

/** Settings → Account. */
export function AccountPage({ identifiers }: { identifiers?: ReactNode }) {
  const client = useClient();
  const signingOut = useAction();
  return (
    <Page title={settingsText.account} back={{ href: '/settings', label: settingsText.back }}>
      <Section>
        <NameForm />
      </Section>
      {identifiers}
      <Section>
        <div className={styles.split}>
          <p className={styles.explanation}>{settingsText.signOutDetail}</p>
          <Button isPending={signingOut.isBusy} onPress={() => signingOut.run(client.account.signOut)}>
            {settingsText.signOut}
          </Button>
        </div>
      </Section>
      <Section title={dataText.title}>
        <ExportData />
      </Section>
      <Section title={dataText.deleteTitle}>
        <DeleteAccount />
      </Section>
    </Page>
  );
}

function NameForm() {
  const client = useClient();
  const { person } = useMe();
  const { isBusy, run } = useAction();
  const [name, setName] = useState(person.displayName);
  const isGood = DisplayName.safeParse(name.trim()).success;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGood || isBusy) return;
    run(async () => {
      await client.account.setDisplayName(name.trim());
      showToast({ tone: 'info', text: settingsText.nameSaved });
    });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label={settingsText.displayName}
        value={name}
        onChange={setName}
        error={isGood ? undefined : onboardingText.wrongDisplayName}
        autoComplete="name"
        maxLength={50}
      />
      <TextField
        label={settingsText.handle}
        hint={settingsText.handleFixed}
        value={`@${person.handle}`}
        onChange={() => undefined}
        readOnly
      />
      <Button
        type="submit"
        variant="primary"
        isPending={isBusy}
        isDisabled={name.trim() === person.displayName}
      >
        {settingsText.save}
      </Button>
    </form>
  );
}
