import type { Profile } from '@parley/protocol';
import { MessageCircle } from 'lucide-react';
import { Link } from 'wouter';
import { appText } from '../../text/app.ts';
import { peopleText } from '../../text/people.ts';
import { monthText } from '../../text/time.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { ProfileActions } from './ProfileActions.tsx';
import styles from './ProfileCard.module.css';

export interface ProfileCardProps {
  profile: Profile;
  onChange: (profile: Profile) => void;
}

/** Who somebody is, and what can be done. */
export function ProfileCard({ profile, onChange }: ProfileCardProps) {
  const { person } = profile;
  return (
    <>
      <section className={styles.card}>
        <Avatar person={person} size="large" />
        <div className={styles.names}>
          <h2 className={styles.name}>
            <PersonName person={person} verifiedLabel={appText.verified} />
          </h2>
          <span className={styles.handle}>
            {peopleText.handle(person.handle)}
            {profile.followsYou && <span className={styles.follows}>{peopleText.followsYou}</span>}
          </span>
        </div>
        <p className={styles.facts}>
          <span>
            <strong>{profile.following}</strong> {peopleText.follows}
          </span>
          <span>
            <strong>{profile.followers}</strong> {peopleText.followers}
          </span>
          <span>{peopleText.joined(monthText(profile.joinedAtMs))}</span>
        </p>
        {profile.isYou ? (
          <p className={styles.you}>
            <MessageCircle size={16} aria-hidden="true" /> {peopleText.you}{' '}
            <Link href="/settings/account">{peopleText.editYou}</Link>
          </p>
        ) : (
          <ProfileActions profile={profile} onChange={onChange} />
        )}
      </section>
      {profile.youBlock && <Notice tone="info">{peopleText.youBlock(person.displayName)}</Notice>}
    </>
  );
}
