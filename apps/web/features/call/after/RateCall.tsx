import type { CallRating } from '@parley/protocol';
import { ThumbsDown, ThumbsUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { inCallText } from '../../../text/in-call.ts';
import { announce } from '../../../ui/announce.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import type { Ratable } from './use-ratable.ts';
import styles from './RateCall.module.css';

/** Long enough to read and press once the page is back, in milliseconds. */
const SHOWN_MS = 10_000;
const THANKS_MS = 1_500;

/** How was it? One tap, or none: it leaves by itself (CALL-79). */
export function RateCall({ ratable: { name, rate } }: { ratable: Ratable }) {
  const [state, setState] = useState<'asked' | 'rated' | 'gone'>('asked');
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld && state === 'asked') return undefined;
    const timer = setTimeout(() => setState('gone'), state === 'asked' ? SHOWN_MS : THANKS_MS);
    return () => clearTimeout(timer);
  }, [state, isHeld]);
  const give = (rating: CallRating) => () => {
    rate(rating);
    announce(inCallText.rated);
    setState('rated');
  };
  if (state === 'gone') return null;
  return (
    <div
      role="group"
      aria-label={inCallText.rate(name)}
      className={styles.card}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {state === 'rated' ? (
        <p>{inCallText.rated}</p>
      ) : (
        <>
          <p className={styles.question}>{inCallText.rate(name)}</p>
          <Button size="small" onPress={give('good')}>
            <ThumbsUp size={16} aria-hidden="true" /> {inCallText.rating.good}
          </Button>
          <Button size="small" onPress={give('poor')}>
            <ThumbsDown size={16} aria-hidden="true" /> {inCallText.rating.poor}
          </Button>
          <IconButton label={inCallText.notNow} onPress={() => setState('gone')}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        </>
      )}
    </div>
  );
}
