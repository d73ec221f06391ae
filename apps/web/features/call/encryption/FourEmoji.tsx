import { emojiName } from '../../../text/emoji-names.ts';
import styles from './EncryptionDialog.module.css';

/** Large, in order, with the names by which two people tell each other of them. */
export function FourEmoji({ emoji, labelledBy }: { emoji: readonly string[]; labelledBy: string }) {
  return (
    <ol className={styles.four} aria-labelledby={labelledBy}>
      {emoji.map((one, place) => (
        // The same one may come twice; its place is what it is known by.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={place} className={styles.one}>
          <span className={styles.picture} aria-hidden="true">
            {one}
          </span>
          <span className={styles.name}>{emojiName(one)}</span>
        </li>
      ))}
    </ol>
  );
}
