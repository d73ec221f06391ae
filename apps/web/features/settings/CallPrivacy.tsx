import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorText } from '../../text/errors.ts';
import { settingsText } from '../../text/settings.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { SwitchRow } from '../../ui/SwitchRow.tsx';
import { SaveMark } from './SaveMark.tsx';
import { useSavedSettings } from '../../sdk/use-saved-settings.ts';

/** Whether my calls show my network address (PRIV-2), and what this server can do about it (PRIV-5). */
export function CallPrivacy() {
  const { account } = useClient();
  const { callPrivacy, relayAvailable } = useMe();
  const { settings, save, change } = useSavedSettings(callPrivacy, account.setCallPrivacy);
  return (
    <Section title={settingsText.callPrivacy} aside={<SaveMark save={save} />}>
      <SwitchRow
        label={settingsText.enhancedPrivacy}
        detail={settingsText.enhancedPrivacyDetail}
        isOn={settings.enhanced}
        onChange={(enhanced) => change({ enhanced })}
      />
      {save.status === 'failed' && (
        <Notice tone="error">{settingsText.notSaved(errorText(save.code))}</Notice>
      )}
      {!relayAvailable && <Notice tone="info">{settingsText.noRelay}</Notice>}
    </Section>
  );
}
