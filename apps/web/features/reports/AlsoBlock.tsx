import { Check } from 'lucide-react';
import { useId } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { useMe } from '../../sdk/client-context.tsx';
import { blockText } from '../../text/block.ts';
import { reportText } from '../../text/reports.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './ReportDialog.module.css';

export interface AlsoBlockProps {
  name: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** Whether the report blocks the person as well. */
export function AlsoBlock({ name, isOn, onChange }: AlsoBlockProps) {
  const { callsAvailable } = useMe();
  const id = useId();
  return (
    <div>
      <Checkbox
        className={classNames(styles.choice)}
        isSelected={isOn}
        onChange={onChange}
        aria-describedby={id}
      >
        <span className={styles.box} aria-hidden="true">
          <Check size={16} strokeWidth={3} />
        </span>
        {reportText.alsoBlock(name)}
      </Checkbox>
      <p id={id} className={styles.detail}>
        {blockText.detail(name, callsAvailable)}
      </p>
    </div>
  );
}
