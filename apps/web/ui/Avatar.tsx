import { avatarTint, initials } from './avatar-tint.ts';
import { classNames } from './class-names.ts';
import styles from './Avatar.module.css';

export interface AvatarProps {
  person: { id: string; displayName: string };
  size?: 'small' | 'medium' | 'large' | 'huge';
}

/** A person's picture; the name always stands beside it, so it is hidden from screen readers. */
export function Avatar({ person, size = 'medium' }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(styles.avatar, styles[size])}
      data-tint={avatarTint(person.id)}
      data-initials={initials(person.displayName)}
    />
  );
}
