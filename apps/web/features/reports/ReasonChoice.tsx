import { ReportReason } from '@parley/protocol';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { reportText } from '../../text/reports.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './ReportDialog.module.css';

export interface ReasonChoiceProps {
  value: ReportReason | undefined;
  onChange: (reason: ReportReason) => void;
  /** It was tried without. */
  isMissing: boolean;
}

/** One of four reasons. */
export function ReasonChoice({ value, onChange, isMissing }: ReasonChoiceProps) {
  return (
    <RadioGroup
      className={classNames(styles.group)}
      value={value ?? null}
      onChange={(chosen) => {
        const reason = ReportReason.safeParse(chosen);
        if (reason.success) onChange(reason.data);
      }}
      isInvalid={isMissing}
      validationBehavior="aria"
    >
      <Label className={classNames(styles.label)}>{reportText.reasonLabel}</Label>
      {ReportReason.options.map((reason) => (
        <Radio key={reason} value={reason} className={classNames(styles.choice)}>
          <span className={styles.dot} aria-hidden="true" />
          {reportText.reason[reason]}
        </Radio>
      ))}
      <FieldError className={classNames(styles.error)}>{reportText.reasonMissing}</FieldError>
    </RadioGroup>
  );
}
