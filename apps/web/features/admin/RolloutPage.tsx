import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { rolloutText } from '../../text/rollout.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { AdminPage } from './AdminPage.tsx';
import { RolloutForm } from './RolloutForm.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import styles from './admin.module.css';

/** Who has calls: "iOS 10 %" (docs/spec/rollout.md). */
export function RolloutPage() {
  const request = useAdminRequest();
  const { loaded, reload, setValue } = useLoaded('rollout', () => request('getRollout', {}));
  return (
    <AdminPage title={rolloutText.title}>
      <p className={styles.explained}>{rolloutText.explained}</p>
      {loaded.status === 'loading' && <SkeletonRows label={appText.loading} rows={3} />}
      {loaded.status === 'failed' && (
        <Notice tone="error" action={<Button onPress={reload}>{appText.retry}</Button>}>
          {errorText(loaded.code)}
        </Notice>
      )}
      {loaded.status === 'ready' && <RolloutForm status={loaded.value} onStatus={setValue} />}
    </AdminPage>
  );
}
