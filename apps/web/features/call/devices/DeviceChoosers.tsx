import type { CallDevices, DeviceChoice } from '@parley/client';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../../sdk/client-context.tsx';
import { inCallText } from '../../../text/in-call.ts';
import { SelectField } from '../../../ui/SelectField.tsx';
import styles from './DeviceChoosers.module.css';

type DeviceKind = keyof CallDevices['chosen'];

const LIST = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers' } as const;
/** No device has an empty id once its name may be seen. */
const SYSTEM = '';

export interface DeviceChoosersProps {
  /** Another value: something was allowed meanwhile that may bring names. */
  refreshKey: string;
}

/** Which microphone, camera and speaker; each choice takes effect at once, in a running call too. */
export function DeviceChoosers({ refreshKey }: DeviceChoosersProps) {
  const { devices } = useClient().calls;
  const state = useStore(devices.state);
  useEffect(() => {
    // Without a list, what the system chooses is used, as before.
    devices.refresh().catch(() => undefined);
  }, [devices, refreshKey]);
  const kinds: readonly DeviceKind[] =
    state.speakers.length > 0 ? ['microphone', 'camera', 'speaker'] : ['microphone', 'camera'];
  return (
    <div className={styles.choosers}>
      {kinds.map((kind) => (
        <Chooser
          key={kind}
          kind={kind}
          choices={state[LIST[kind]]}
          chosen={state.chosen[kind]}
          onChoose={(deviceId) => devices.choose(kind, deviceId)}
        />
      ))}
    </div>
  );
}

interface ChooserProps {
  kind: DeviceKind;
  choices: readonly DeviceChoice[];
  chosen: string | undefined;
  onChoose: (deviceId: string | undefined) => void;
}

function Chooser({ kind, choices, chosen, onChoose }: ChooserProps) {
  const named = choices
    .filter(({ deviceId }) => deviceId !== SYSTEM)
    .map(({ deviceId, label }, index) => ({
      value: deviceId,
      label: label === '' ? `${inCallText.unnamed[kind]} ${index + 1}` : label,
    }));
  const isThere = named.some(({ value }) => value === chosen);
  const first = { value: SYSTEM, label: choices.length > 0 ? inCallText.systemChoice : inCallText.noneFound };
  return (
    <SelectField
      label={inCallText[kind]}
      options={[first, ...named]}
      // What was chosen may be unplugged: it is used again once it is back.
      value={isThere && chosen !== undefined ? chosen : SYSTEM}
      isDisabled={named.length === 0}
      onChange={(value) => onChoose(value === SYSTEM ? undefined : value)}
    />
  );
}
