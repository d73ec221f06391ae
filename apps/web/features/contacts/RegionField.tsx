import { listRegions } from '@parley/client/contacts';
import { useId, useMemo } from 'react';
import { contactsText as text } from '../../text/contacts.ts';
import styles from './contacts.module.css';

export interface RegionFieldProps {
  region: string | undefined;
  onChange: (region: string | undefined) => void;
  /** It was guessed and not confirmed yet. */
  isGuess: boolean;
}

/** How numbers without a country code are read (BOOK-24). */
export function RegionField({ region, onChange, isGuess }: RegionFieldProps) {
  const id = useId();
  const regions = useMemo(() => {
    const names = new Intl.DisplayNames('en', { type: 'region' });
    return listRegions()
      .map((choice) => ({ ...choice, name: names.of(choice.region) ?? choice.region }))
      .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
  }, []);
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {text.region}
      </label>
      <select
        id={id}
        className={styles.select}
        value={region ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        aria-describedby={isGuess ? `${id}-hint` : undefined}
      >
        <option value="">{text.regionNone}</option>
        {regions.map(({ region: code, callingCode, name }) => (
          <option key={code} value={code}>
            {text.regionName(name, callingCode)}
          </option>
        ))}
      </select>
      {isGuess && (
        <p id={`${id}-hint`} className={styles.hint}>
          {text.regionHint}
        </p>
      )}
    </div>
  );
}
