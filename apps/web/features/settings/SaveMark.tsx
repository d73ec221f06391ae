import { settingsText } from '../../text/settings.ts';
import type { SaveState } from '../../sdk/use-saved-settings.ts';
import styles from './settings.module.css';

/** Says that a change is being saved, or was. */
export function SaveMark({ save }: { save: SaveState }) {
  const text = { idle: '', saving: settingsText.saving, saved: settingsText.saved, failed: '' }[save.status];
  return (
    <span role="status" className={styles.saveMark}>
      {text}
    </span>
  );
}
