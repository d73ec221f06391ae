import type { HealthPart } from '@parley/protocol';
import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { adminText, uptimeText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { AdminPage } from './AdminPage.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import styles from './admin.module.css';

const ICON = { ok: CircleCheck, failing: CircleAlert, off: CircleMinus };

/** Whether everything works that this server stands on (ADM-12). */
export function HealthPage() {
  const request = useAdminRequest();
  const { loaded, reload } = useLoaded('health', () => request('getHealth', {}));
  const isLoading = loaded.status === 'loading';
  return (
    <AdminPage
      title={adminText.health}
      actions={
        <Button size="small" isPending={isLoading} onPress={reload}>
          {adminText.checkAgain}
        </Button>
      }
    >
      {isLoading && (
        <Section>
          <SkeletonRows label={adminText.checking} rows={6} />
        </Section>
      )}
      {loaded.status === 'failed' && (
        <Notice tone="error" action={<Button onPress={reload}>{appText.retry}</Button>}>
          {errorText(loaded.code)}
        </Notice>
      )}
      {loaded.status === 'ready' && (
        <>
          <Summary parts={loaded.value.parts} />
          <Section>
            <ul>
              {loaded.value.parts.map((part) => (
                <Part key={part.name} part={part} />
              ))}
            </ul>
          </Section>
          <p className={styles.explained}>
            {adminText.version(loaded.value.version, uptimeText(loaded.value.uptimeMs))}
          </p>
        </>
      )}
    </AdminPage>
  );
}

function Summary({ parts }: { parts: readonly HealthPart[] }) {
  const failing = parts.filter(({ status }) => status === 'failing').map(({ name }) => adminText.part[name]);
  return failing.length === 0 ? (
    <Notice tone="info">{adminText.allFine}</Notice>
  ) : (
    <Notice tone="error">{adminText.someFailing(failing.join(', '))}</Notice>
  );
}

function Part({ part: { name, status, detail } }: { part: HealthPart }) {
  const Icon = ICON[status];
  return (
    <li className={styles.part}>
      <Icon size={22} aria-hidden="true" className={status === 'failing' ? styles.failing : styles.icon} />
      <span className={styles.partText}>
        <span className={styles.partName}>{adminText.part[name]}</span>
        <span className={styles.partDetail}>{detail}</span>
      </span>
      <span
        className={classNames(
          status === 'failing' ? styles.grave : styles.mark,
          status === 'off' && styles.off,
        )}
      >
        {adminText.status[status]}
      </span>
    </li>
  );
}
