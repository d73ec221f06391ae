import { Audience } from '@parley/protocol';
import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Label } from 'react-aria-components/Label';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorText } from '../../text/errors.ts';
import { settingsText } from '../../text/settings.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SwitchRow } from '../../ui/SwitchRow.tsx';
import { CallPrivacy } from './CallPrivacy.tsx';
import { SaveMark } from './SaveMark.tsx';
import { useSavedSettings } from '../../sdk/use-saved-settings.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './DirectMessagesPage.module.css';

/** Settings → Privacy and safety → Direct messages: who may call (CON-5, CON-7), and what a call shows (PRIV-2). */
export function DirectMessagesPage() {
  const { account } = useClient();
  const { callSettings, relayAvailable } = useMe();
  const { settings, save, change } = useSavedSettings(callSettings, account.setCallSettings);
  const ticked = Audience.options.filter((audience) => settings.audiences[audience]);
  const tick = (audiences: readonly string[]) =>
    change({
      ...settings,
      audiences: {
        addressBook: audiences.includes('addressBook'),
        following: audiences.includes('following'),
        verified: audiences.includes('verified'),
        everyone: audiences.includes('everyone'),
      },
    });
  return (
    <Page
      title={settingsText.directMessages}
      back={{ href: '/settings/privacy-and-safety', label: settingsText.backToPrivacy }}
      actions={<SaveMark save={save} />}
    >
      {save.status === 'failed' && (
        <Notice tone="error">{settingsText.notSaved(errorText(save.code))}</Notice>
      )}
      <Section title={settingsText.calling}>
        <SwitchRow
          label={settingsText.enableCalling}
          detail={settingsText.enableCallingDetail}
          isOn={settings.enabled}
          onChange={(enabled) => change({ ...settings, enabled })}
        />
        <CheckboxGroup
          className={classNames(styles.group)}
          value={ticked}
          onChange={tick}
          isDisabled={!settings.enabled}
          aria-describedby="calling-explained"
        >
          <Label className={classNames(styles.groupLabel)}>{settingsText.allowFrom}</Label>
          {Audience.options.map((audience) => (
            <Checkbox key={audience} value={audience} className={classNames(styles.checkbox)}>
              <span className={styles.box} aria-hidden="true">
                <Check size={16} strokeWidth={3} />
              </span>
              {settingsText.audience[audience]}
            </Checkbox>
          ))}
        </CheckboxGroup>
        <div className={styles.group}>
          <SwitchRow
            label={settingsText.tellBusy}
            detail={settingsText.tellBusyDetail}
            isOn={settings.tellBusy}
            onChange={(tellBusy) => change({ ...settings, tellBusy })}
          />
        </div>
      </Section>
      <p id="calling-explained" className={styles.explained}>
        {settingsText.callingExplained}
      </p>
      <CallPrivacy />
      {relayAvailable && <p className={styles.explained}>{settingsText.callPrivacyExplained}</p>}
    </Page>
  );
}
