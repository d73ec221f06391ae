import { useEffect, useRef, useState } from 'react';
import { errorText } from '../../text/errors.ts';
import { notificationText as text } from '../../text/notifications.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Page.tsx';
import { useSelfTest } from './use-self-test.ts';
import type { SelfTest } from './use-self-test.ts';
import styles from './notifications.module.css';

/** One round of the ring, in milliseconds. */
const RING_MS = 3_000;

export interface SelfTestSectionProps {
  /** This device can be woken. */
  isOn: boolean;
  /** Rings until the returned function is called. */
  ring: () => () => void;
}

/** "Ring me now" (PUSH-16): the page rings, and where this device can be woken, it is. */
export function SelfTestSection({ isOn, ring }: SelfTestSectionProps) {
  const { test, start } = useSelfTest();
  const [hasRung, setRung] = useState(false);
  const ringOnce = useRingOnce(ring);
  const press = () => {
    ringOnce();
    setRung(true);
    if (isOn) start();
  };
  return (
    <Section title={text.test}>
      <div className={styles.block}>
        <p className={styles.detail}>{text.testDetail}</p>
        <Button isPending={test.status === 'waiting'} onPress={press}>
          {text.ringMeNow}
        </Button>
        <p role="status" className={styles.result} data-tone={test.status}>
          {isOn ? resultText(test) : hasRung ? text.testPageOnly : ''}
        </p>
      </div>
    </Section>
  );
}

function resultText(test: SelfTest): string {
  switch (test.status) {
    case 'idle':
      return '';
    case 'waiting':
      return text.testing.waiting;
    case 'arrived':
      return text.testing.arrived((test.afterMs / 1_000).toFixed(1));
    case 'late':
      return text.testing.late;
    case 'failed':
      return errorText(test.code);
  }
}

function useRingOnce(ring: () => () => void): () => void {
  const quiet = useRef<() => void>(() => undefined);
  useEffect(() => () => quiet.current(), []);
  return () => {
    quiet.current();
    const stop = ring();
    const timer = setTimeout(stop, RING_MS);
    quiet.current = () => {
      clearTimeout(timer);
      stop();
    };
  };
}
