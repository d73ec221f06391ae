import { BadgeCheck } from 'lucide-react';
import styles from './PersonName.module.css';

export interface PersonNameProps {
  person: { displayName: string; verified: boolean };
  /** What the badge is called. */
  verifiedLabel: string;
}

/** A name with its verified badge. */
export function PersonName({ person, verifiedLabel }: PersonNameProps) {
  return (
    <span className={styles.name}>
      <bdi className={styles.text}>{person.displayName}</bdi>
      {person.verified && (
        <BadgeCheck
          className={styles.badge}
          size={16}
          role="img"
          aria-label={verifiedLabel}
          aria-hidden={false}
        />
      )}
    </span>
  );
}
