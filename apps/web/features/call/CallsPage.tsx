import { CallFilter } from '@parley/protocol';
import { useState } from 'react';
import { callText } from '../../text/call.ts';
import { Page } from '../../ui/Page.tsx';
import type { CallMenu } from './call-menu.ts';
import { CallHistory } from './CallHistory.tsx';
import type { CallHistoryProps } from './CallHistory.tsx';
import { ClearHistory } from './ClearHistory.tsx';
import styles from './CallsPage.module.css';

export interface CallsPageProps {
  /** What else can be done about a past call. */
  menu?: CallMenu;
  /** What opens where only Premium is missing (PLAN-2). */
  premiumSheet: CallHistoryProps['premiumSheet'];
}

/** The history of calls. */
export function CallsPage({ menu, premiumSheet }: CallsPageProps) {
  const [filter, setFilter] = useState<CallFilter>('all');
  const [clearedCount, setClearedCount] = useState(0);
  return (
    <Page
      title={callText.historyTitle}
      actions={<ClearHistory onCleared={() => setClearedCount((count) => count + 1)} />}
    >
      <div className={styles.filters} role="group" aria-label={callText.historyFilter}>
        {CallFilter.options.map((each) => (
          <button
            key={each}
            type="button"
            className={styles.filter}
            aria-pressed={each === filter}
            onClick={() => setFilter(each)}
          >
            {callText.historyFilters[each]}
          </button>
        ))}
      </div>
      <CallHistory
        key={`${filter}-${clearedCount}`}
        filter={filter}
        menu={menu}
        premiumSheet={premiumSheet}
      />
    </Page>
  );
}
