import type { Person } from '@parley/protocol';
import { useStore } from 'zustand';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { askSafety } from '../../sdk/safety.ts';
import { appText } from '../../text/app.ts';
import { blockText } from '../../text/block.ts';
import { errorText } from '../../text/errors.ts';
import { reportText } from '../../text/reports.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { showToast } from '../../ui/toasts.ts';

/** Blocks somebody; a call of theirs that rings is declined on all devices (REP-8). */
export function BlockDialog({ person }: { person: Person }) {
  const { calls, people } = useClient();
  const { callsAvailable } = useMe();
  const ringing = useStore(calls.state, ({ incoming }) => incoming.find(({ peer }) => peer.id === person.id));
  const { displayName, handle } = person;

  const block = async () => {
    askSafety(undefined);
    // Quiet at once, whatever the network does; the server declines it too where this comes late (CALL-12).
    ringing?.actions.decline?.();
    try {
      await people.block(handle);
      showToast({ tone: 'info', text: reportText.blocked(displayName) });
    } catch (thrown) {
      showToast({ tone: 'error', text: reportText.notBlocked(errorText(errorCodeOf(thrown))) });
    }
  };
  return (
    <ConfirmDialog
      isOpen
      title={blockText.title(displayName)}
      confirmLabel={blockText.block}
      cancelLabel={appText.cancel}
      onCancel={() => askSafety(undefined)}
      onConfirm={() => void block()}
    >
      {blockText.confirm(displayName, callsAvailable)} {ringing !== undefined && reportText.blockRinging}
    </ConfirmDialog>
  );
}
