import { CircleAlert, CircleCheck, CircleDashed, Info, LoaderCircle } from 'lucide-react';
import { doctorText as text } from '../../text/doctor.ts';
import { Button } from '../../ui/Button.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { CHECKS } from './checks.ts';
import type { CheckName, CheckState } from './checks.ts';
import { useDoctor } from './use-doctor.ts';
import styles from './doctor.module.css';

const ICON = {
  waiting: CircleDashed,
  running: LoaderCircle,
  passed: CircleCheck,
  failed: CircleAlert,
  told: Info,
};

function CheckRow({ name, state }: { name: CheckName; state: CheckState }) {
  const Icon = ICON[state.status];
  return (
    <li className={styles.row} data-status={state.status}>
      <Icon size={20} aria-label={text.status[state.status]} role="img" className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.name}>{text[name]}</p>
        {'says' in state && <p className={styles.says}>{state.says}</p>}
      </div>
    </li>
  );
}

/** Settings → Check calls (DOC-1, DOC-9). */
export function DoctorPage() {
  const { results, state, start } = useDoctor();
  const faults = CHECKS.filter((name) => results[name].status === 'failed').length;
  const sum = faults === 0 ? text.allGood : text.withFaults(faults);
  return (
    <Page title={text.title} back={{ href: '/settings', label: text.back }}>
      <p className={styles.intro}>{text.intro}</p>
      <div className={styles.start}>
        <Button variant="primary" isPending={state === 'running'} onPress={start}>
          {state === 'running' ? text.running : state === 'done' ? text.again : text.start}
        </Button>
        <p role="status" className={styles.sum} data-faults={faults > 0}>
          {state === 'done' ? sum : ''}
        </p>
      </div>
      {state !== 'idle' && (
        <Section title={text.results}>
          <ul>
            {CHECKS.map((name) => (
              <CheckRow key={name} name={name} state={results[name]} />
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}
