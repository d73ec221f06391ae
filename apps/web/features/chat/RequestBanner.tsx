import type { Conversation } from '@parley/protocol';
import { useState } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { appText } from '../../text/app.ts';
import { blockText } from '../../text/block.ts';
import { chatText } from '../../text/chat.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import styles from './RequestBanner.module.css';

/** A stranger's first message: accept it, or block them. Replying accepts too (MSG-5). */
export function RequestBanner({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { callsAvailable } = useMe();
  const { isBusy, run } = useAction();
  const [isAskingBlock, setAskingBlock] = useState(false);
  const { displayName, handle } = conversation.peer;
  return (
    <div className={styles.banner}>
      <p>{chatText.request(displayName)}</p>
      <div className={styles.buttons}>
        <Button isDisabled={isBusy} onPress={() => setAskingBlock(true)}>
          {blockText.block}
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
        title={blockText.title(displayName)}
        confirmLabel={blockText.block}
        cancelLabel={appText.cancel}
        onCancel={() => setAskingBlock(false)}
        onConfirm={() => {
          setAskingBlock(false);
          run(() => client.people.block(handle));
        }}
      >
        {blockText.confirm(displayName, callsAvailable)}
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
