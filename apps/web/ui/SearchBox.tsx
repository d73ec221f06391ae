import { Search } from 'lucide-react';
import styles from './SearchBox.module.css';

export interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

/** A search box whose label doubles as its placeholder. */
export function SearchBox({ label, value, onChange, autoFocus }: SearchBoxProps) {
  return (
    <div className={styles.box}>
      <Search className={styles.glass} size={18} aria-hidden="true" />
      <input
        type="search"
        className={styles.input}
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoCapitalize="none"
        autoCorrect="off"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        // A search dialog is opened to type in.
        autoFocus={autoFocus}
      />
    </div>
  );
}
