import type { CallView } from '@parley/client';
import { useStore } from 'zustand';
import { useClient } from '../../../sdk/client-context.tsx';
import { appText } from '../../../text/app.ts';
import { inCallText } from '../../../text/in-call.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { SwitchRow } from '../../../ui/SwitchRow.tsx';
import { DeviceChoosers } from '../devices/DeviceChoosers.tsx';
import { SHORTCUT_KEYS } from './shortcuts.ts';
import type { ShortcutName } from './shortcuts.ts';
import styles from './MorePanel.module.css';

export interface MorePanelProps {
  view: CallView;
  onClose: () => void;
}

/** Devices, data, and what the keys do. */
export function MorePanel({ view, onClose }: MorePanelProps) {
  const { devices } = useClient().calls;
  const lessData = useStore(devices.lessData);
  return (
    <Dialog isOpen title={inCallText.panelTitle} onClose={onClose}>
      <DeviceChoosers refreshKey={`${view.cameraOn}`} />
      <div className={styles.data}>
        <SwitchRow
          label={inCallText.lessData}
          detail={inCallText.lessDataDetail}
          isOn={lessData}
          onChange={(on) => devices.setLessData(on)}
        />
      </div>
      <Shortcuts />
      <Button variant="primary" onPress={onClose}>
        {appText.close}
      </Button>
    </Dialog>
  );
}

/** Only where there is a keyboard to press them on, as far as a page can tell. */
function Shortcuts() {
  const names = Object.keys(SHORTCUT_KEYS) as ShortcutName[];
  return (
    <section className={styles.shortcuts} aria-labelledby="call-shortcuts">
      <h3 id="call-shortcuts">{inCallText.shortcuts}</h3>
      <p className={styles.detail}>{inCallText.shortcutsDetail}</p>
      <dl className={styles.list}>
        {names.map((name) => (
          <div key={name} className={styles.shortcut}>
            <dt>{inCallText.shortcut[name]}</dt>
            <dd>
              <kbd>{SHORTCUT_KEYS[name]}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
