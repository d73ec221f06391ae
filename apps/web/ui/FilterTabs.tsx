import styles from './FilterTabs.module.css';

export interface FilterTabsProps<K extends string> {
  /** What the choice is about, for screen readers. */
  label: string;
  tabs: readonly (readonly [key: K, label: string])[];
  current: K;
  onChange: (key: K) => void;
}

/** Which part of a list is shown. */
export function FilterTabs<K extends string>({ label, tabs, current, onChange }: FilterTabsProps<K>) {
  return (
    <div role="group" aria-label={label} className={styles.tabs}>
      {tabs.map(([key, name]) => (
        <button
          key={key}
          type="button"
          className={styles.tab}
          aria-pressed={key === current}
          onClick={() => onChange(key)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
