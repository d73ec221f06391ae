import { useState } from 'react';
import { useClient } from '../../../sdk/client-context.tsx';
import { useAction } from '../../../sdk/use-action.ts';
import { appText } from '../../../text/app.ts';
import { callHistoryText } from '../../../text/call-history.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { showToast } from '../../../ui/toasts.ts';

/** Removes the whole history of calls, after asking. */
export function ClearHistory({ onCleared }: { onCleared: () => void }) {
  const { calls } = useClient();
  const { isBusy, run } = useAction();
  const [isAsking, setAsking] = useState(false);
  const clear = async () => {
    await calls.removeAll();
    onCleared();
    showToast({ tone: 'info', text: callHistoryText.cleared });
  };
  return (
    <>
      <Button size="small" variant="quiet" isPending={isBusy} onPress={() => setAsking(true)}>
        {callHistoryText.clear}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={callHistoryText.clearTitle}
        confirmLabel={callHistoryText.clear}
        cancelLabel={appText.cancel}
        onConfirm={() => {
          setAsking(false);
          run(clear);
        }}
        onCancel={() => setAsking(false)}
      >
        {callHistoryText.clearText}
      </ConfirmDialog>
    </>
  );
}
