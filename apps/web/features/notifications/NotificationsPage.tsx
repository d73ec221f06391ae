import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useSavedSettings } from '../../sdk/use-saved-settings.ts';
import { errorText } from '../../text/errors.ts';
import { notificationText as text } from '../../text/notifications.ts';
import { settingsText } from '../../text/settings.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SwitchRow } from '../../ui/SwitchRow.tsx';
import { DeviceSection } from './DeviceSection.tsx';
import { SelfTestSection } from './SelfTestSection.tsx';
import { useDevice } from './use-device.ts';
import styles from './notifications.module.css';

/** Settings → Notifications: whether this device rings, what one is told of, and a test (PUSH-38). */
export function NotificationsPage({ ring }: { ring: () => () => void }) {
  const { notifications } = useClient();
  const { readiness, lookAgain } = useDevice();
  const { callsAvailable, notifications: stored } = useMe();
  const { settings, save, change } = useSavedSettings(stored, notifications.setSettings);
  const mark = { idle: '', saving: text.saving, saved: text.saved, failed: '' }[save.status];
  return (
    <Page
      title={text.title}
      back={{ href: '/settings', label: text.back }}
      actions={
        <span role="status" className={styles.mark}>
          {mark}
        </span>
      }
    >
      <DeviceSection readiness={readiness} onChanged={lookAgain} />
      {save.status === 'failed' && (
        <Notice tone="error">{settingsText.notSaved(errorText(save.code))}</Notice>
      )}
      <Section title={text.account}>
        {callsAvailable && (
          <>
            <SwitchRow
              label={text.incomingCalls}
              detail={text.incomingCallsDetail}
              isOn={settings.incomingCalls}
              onChange={(incomingCalls) => change({ ...settings, incomingCalls })}
            />
            <SwitchRow
              label={text.missedCalls}
              isOn={settings.missedCalls}
              onChange={(missedCalls) => change({ ...settings, missedCalls })}
            />
          </>
        )}
        <SwitchRow
          label={text.messages}
          detail={text.messagesDetail}
          isOn={settings.messages}
          onChange={(messages) => change({ ...settings, messages })}
        />
      </Section>
      {callsAvailable && (
        <>
          <p className={styles.note}>{text.accountNote}</p>
          <SelfTestSection isOn={readiness.status === 'ready' && readiness.value === 'on'} ring={ring} />
          <Section title={text.explainedTitle}>
            <dl className={styles.explained}>
              {text.explained.map(([when, what]) => (
                <div key={when}>
                  <dt>{when}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </Section>
        </>
      )}
      <p className={styles.note}>{text.privacy}</p>
    </Page>
  );
}
