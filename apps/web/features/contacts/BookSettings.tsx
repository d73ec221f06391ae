import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useSavedSettings } from '../../sdk/use-saved-settings.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { errorText } from '../../text/errors.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { SwitchRow } from '../../ui/SwitchRow.tsx';

/** Where names are kept (BOOK-11), and whether the account may be suggested (BOOK-14). */
export function BookSettings() {
  const { contacts } = useClient();
  const { addressBook } = useMe();
  const { settings, save, change } = useSavedSettings(addressBook, contacts.setSettings);
  return (
    <>
      <Section title={text.settingsTitle}>
        <SwitchRow
          label={text.syncNames}
          detail={text.syncNamesDetail}
          isOn={settings.syncNames}
          onChange={(syncNames) => change({ ...settings, syncNames })}
        />
        <SwitchRow
          label={text.discoverable}
          detail={text.discoverableDetail}
          isOn={settings.discoverable}
          onChange={(discoverable) => change({ ...settings, discoverable })}
        />
      </Section>
      {save.status === 'failed' && <Notice tone="error">{text.notSaved(errorText(save.code))}</Notice>}
    </>
  );
}
