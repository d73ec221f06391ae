import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorText } from '../../text/errors.ts';
import { settingsText } from '../../text/settings.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { SwitchRow } from '../../ui/SwitchRow.tsx';
import { SaveMark } from './SaveMark.tsx';
import { useSavedSettings } from '../../sdk/use-saved-settings.ts';

/** What my calls show of me (PRIV-2), what is made ready while they ring (CALL-40), and what this server can do (PRIV-5). */
export function CallPrivacy() {
  const { account } = useClient();
  const { callPrivacy, relayAvailable, preconnectAvailable } = useMe();
  const { settings, save, change } = useSavedSettings(callPrivacy, account.setCallPrivacy);
  return (
    <Section title={settingsText.callPrivacy} aside={<SaveMark save={save} />}>
      <SwitchRow
        label={settingsText.enhancedPrivacy}
        detail={settingsText.enhancedPrivacyDetail}
        isOn={settings.enhanced}
        onChange={(enhanced) => change({ ...settings, enhanced })}
      />
      <SwitchRow
        label={settingsText.preconnect}
        detail={settingsText.preconnectDetail}
        isOn={settings.preconnect}
        onChange={(preconnect) => change({ ...settings, preconnect })}
      />
      {settings.preconnect && (
        <SwitchRow
          label={settingsText.earlyVideo}
          detail={settingsText.earlyVideoDetail}
          isOn={settings.earlyVideo}
          onChange={(earlyVideo) => change({ ...settings, earlyVideo })}
        />
      )}
      {save.status === 'failed' && (
        <Notice tone="error">{settingsText.notSaved(errorText(save.code))}</Notice>
      )}
      {!(relayAvailable && preconnectAvailable) && (
        <Notice tone="info">{settingsText.preconnectUnavailable}</Notice>
      )}
      {!relayAvailable && <Notice tone="info">{settingsText.noRelay}</Notice>}
    </Section>
  );
}
