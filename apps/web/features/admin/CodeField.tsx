import { adminEntryText } from '../../text/admin.ts';
import { TextField } from '../../ui/TextField.tsx';
import type { TextFieldProps } from '../../ui/TextField.tsx';

/** Six digits, however the person or the phone puts blanks between them. */
export function CodeField(props: Pick<TextFieldProps, 'label' | 'value' | 'onChange' | 'error'>) {
  const { onChange } = props;
  return (
    <TextField
      {...props}
      hint={adminEntryText.codeHint}
      onChange={(typed) => onChange(typed.replaceAll(/\D/g, '').slice(0, 6))}
      inputMode="numeric"
      autoComplete="one-time-code"
    />
  );
}
