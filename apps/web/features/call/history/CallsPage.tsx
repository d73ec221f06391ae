import { CallFilter } from '@parley/protocol';
import { useState } from 'react';
import { callHistoryText } from '../../../text/call-history.ts';
import { FilterTabs } from '../../../ui/FilterTabs.tsx';
import { Page } from '../../../ui/Page.tsx';
import type { CallMenu } from './call-menu.ts';
import { CallHistory } from './CallHistory.tsx';
import type { CallHistoryProps } from './CallHistory.tsx';
import { ClearHistory } from './ClearHistory.tsx';

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
  const [hasCalls, setHasCalls] = useState(false);
  const onCleared = () => {
    setClearedCount((count) => count + 1);
    setHasCalls(false);
    // The button that had the focus goes.
    document.querySelector('main')?.focus();
  };
  return (
    <Page title={callHistoryText.title} actions={hasCalls && <ClearHistory onCleared={onCleared} />}>
      <FilterTabs
        label={callHistoryText.filter}
        tabs={CallFilter.options.map((each) => [each, callHistoryText.filters[each]] as const)}
        current={filter}
        onChange={setFilter}
      />
      <CallHistory
        key={`${filter}-${clearedCount}`}
        filter={filter}
        onHasCalls={setHasCalls}
        menu={menu}
        premiumSheet={premiumSheet}
      />
    </Page>
  );
}
