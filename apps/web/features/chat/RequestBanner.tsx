import type { Conversation } from '@parley/protocol';
import { useState } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { appText } from '../../text/app.ts';
import { chatText } from '../../text/chat.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import styles from './RequestBanner.module.css';

/** A stranger's first message: accept it, or block them. Replying accepts too (MSG-5). */
export function RequestBanner({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { isBusy, run } = useAction();
  const [isAskingBlock, setAskingBlock] = useState(false);
  const { displayName, handle } = conversation.peer;
  return (
    <div className={styles.banner}>
      <p>{chatText.request(displayName)}</p>
      <div className={styles.buttons}>
        <Button isDisabled={isBusy} onPress={() => setAskingBlock(true)}>
          {chatText.block}
        </Button>
        <Button
          variant="primary"
          isDisabled={isBusy}
          onPress={() => run(() => client.conversations.accept(conversation.id))}
        >
          {chatText.accept}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAskingBlock}
        title={chatText.blockTitle(displayName)}
        confirmLabel={chatText.block}
        cancelLabel={appText.cancel}
        onCancel={() => setAskingBlock(false)}
        onConfirm={() => {
          setAskingBlock(false);
          run(() => client.people.block(handle));
        }}
      >
        {chatText.blockConfirm(displayName)}
      </ConfirmDialog>
    </div>
  );
}

/** Stands in the composer's place while the viewer blocks the peer (MSG-7). */
export function BlockedBanner({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { isBusy, run } = useAction();
  return (
    <div className={styles.banner}>
      <p>{chatText.blocked(conversation.peer.displayName)}</p>
      <div className={styles.buttons}>
        <Button
          isDisabled={isBusy}
          onPress={() => run(() => client.people.unblock(conversation.peer.handle))}
        >
          {chatText.unblock}
        </Button>
      </div>
    </div>
  );
}
