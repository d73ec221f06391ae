import { useId } from 'react';
import { Switch } from 'react-aria-components/Switch';
import { classNames } from './class-names.ts';
import styles from './SwitchRow.module.css';

export interface SwitchRowProps {
  label: string;
  detail?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** A switch over the whole width of a card, with what it means below. */
export function SwitchRow({ label, detail, isOn, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <Switch
        className={classNames(styles.switch)}
        isSelected={isOn}
        onChange={onChange}
        {...(detail !== undefined && { 'aria-describedby': id })}
      >
        <span className={styles.label}>{label}</span>
        <span className={styles.track} aria-hidden="true" />
      </Switch>
      {detail !== undefined && (
        <p id={id} className={styles.detail}>
          {detail}
        </p>
      )}
    </div>
  );
}
