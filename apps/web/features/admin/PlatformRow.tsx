import type { RolloutRule } from '@parley/protocol';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { rolloutText as text } from '../../text/rollout.ts';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/TextField.tsx';
import type { RolloutDraft, RolloutPlatform } from './rollout-draft.ts';
import styles from './RolloutPage.module.css';

const STATES: readonly RolloutRule['state'][] = ['off', 'percentage', 'on'];

type Row = RolloutDraft['platforms'][RolloutPlatform];

export interface PlatformRowProps {
  platform: RolloutPlatform;
  value: Row;
  /** The number is none. */
  isWrong: boolean;
  onChange: (value: Row) => void;
}

/** One platform: off, a share of the accounts, or on. */
export function PlatformRow({ platform, value, isWrong, onChange }: PlatformRowProps) {
  const name = text.platform[platform];
  const choose = (chosen: string) => {
    const state = STATES.find((one) => one === chosen);
    if (state !== undefined) onChange({ ...value, state });
  };
  return (
    <div className={styles.platform}>
      <div className={styles.head}>
        <div className={styles.names}>
          <h3 className={styles.name}>{name}</h3>
          <p className={styles.detail}>{text.platformDetail[platform]}</p>
        </div>
        <RadioGroup
          className={classNames(styles.states)}
          aria-label={text.stateFor(name)}
          value={value.state}
          onChange={choose}
          orientation="horizontal"
        >
          {STATES.map((state) => (
            <Radio key={state} value={state} className={classNames(styles.state)}>
              {text.state[state]}
            </Radio>
          ))}
        </RadioGroup>
      </div>
      {value.state === 'percentage' && (
        <TextField
          label={text.percent(name)}
          hint={text.percentHint}
          error={isWrong ? text.percentWrong : undefined}
          value={value.percent}
          onChange={(percent) => onChange({ ...value, percent })}
          inputMode="decimal"
          autoComplete="off"
          maxLength={10}
        />
      )}
    </div>
  );
}
