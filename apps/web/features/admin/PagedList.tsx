import { WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { adminText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import type { Pages } from './use-pages.ts';
import styles from './admin.module.css';

export interface PagedListProps<T> {
  pages: Pages<T>;
  children: (row: T) => ReactNode;
  /** Instead of no rows. */
  empty: ReactNode;
}

/** The rows so far and the way to more of them. */
export function PagedList<T>({ pages, children, empty }: PagedListProps<T>) {
  const { loaded, reload, showMore, isLoadingMore } = pages;
  if (loaded.status === 'loading') return <SkeletonRows label={appText.loading} rows={4} />;
  if (loaded.status === 'failed') {
    return (
      <EmptyState
        icon={<WifiOff size={28} />}
        title={adminText.failedTitle}
        action={<Button onPress={reload}>{appText.retry}</Button>}
      >
        {errorText(loaded.code)}
      </EmptyState>
    );
  }
  if (loaded.value.length === 0) return empty;
  return (
    <>
      <ul>{loaded.value.map(children)}</ul>
      {showMore && (
        <div className={styles.more}>
          <Button size="small" isPending={isLoadingMore} onPress={showMore}>
            {adminText.more}
          </Button>
        </div>
      )}
    </>
  );
}
