import type { CallRecord } from '@parley/protocol';
import type { MenuChoice } from '../../../ui/MenuButton.tsx';

/** What other parts of the app add to the menu of a past call. */
export interface CallMenu {
  choices: readonly MenuChoice<string>[];
  onChoose: (key: string, record: CallRecord) => void;
}
