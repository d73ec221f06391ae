import { Switch } from 'react-aria-components/Switch';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorText } from '../../text/errors.ts';
import { settingsText } from '../../text/settings.ts';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { SaveMark } from './SaveMark.tsx';
import { useSavedSettings } from '../../sdk/use-saved-settings.ts';
import styles from './DirectMessagesPage.module.css';

/** Whether my calls show my network address (PRIV-2), and what this server can do about it (PRIV-5). */
export function CallPrivacy() {
  const { account } = useClient();
  const { callPrivacy, relayAvailable } = useMe();
  const { settings, save, change } = useSavedSettings(callPrivacy, account.setCallPrivacy);
  return (
    <Section title={settingsText.callPrivacy}>
      <Switch
        className={classNames(styles.switch)}
        isSelected={settings.enhanced}
        onChange={(enhanced) => change({ enhanced })}
        aria-describedby="call-privacy-detail"
      >
        <span className={styles.label}>{settingsText.enhancedPrivacy}</span>
        <SaveMark save={save} />
        <span className={styles.track} aria-hidden="true" />
      </Switch>
      <p id="call-privacy-detail" className={styles.detail}>
        {settingsText.enhancedPrivacyDetail}
      </p>
      {save.status === 'failed' && (
        <Notice tone="error">{settingsText.notSaved(errorText(save.code))}</Notice>
      )}
      {!relayAvailable && <Notice tone="info">{settingsText.noRelay}</Notice>}
    </Section>
  );
}
