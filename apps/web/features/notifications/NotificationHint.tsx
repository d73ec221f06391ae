import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { toldText } from '../../text/notices.ts';
import { Button } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toasts.ts';
import { dismissHint } from './hint.ts';
import type { HintKind } from './hint.ts';
import styles from './NotificationHint.module.css';

/** Says once, after the first conversation, that calls could ring here while the page is closed. */
export function NotificationHint({ kind }: { kind: HintKind }) {
  const { conversations, notifications } = useClient();
  const hasConversation = useStore(conversations.state, ({ inbox }) => (inbox?.length ?? 0) > 0);
  const [isGone, setGone] = useState(false);
  const { isBusy, run } = useAction();
  const [, navigate] = useLocation();
  if (isGone || !hasConversation) return null;
  const dismiss = () => {
    dismissHint();
    setGone(true);
  };
  const turnOn = async () => {
    const isOn = await notifications.subscribe();
    showToast({ tone: 'info', text: isOn ? toldText.turnedOn : toldText.refused });
    dismiss();
  };
  return (
    <aside className={styles.hint}>
      <BellRing size={18} aria-hidden="true" className={styles.icon} />
      <p className={styles.text}>{toldText.hint[kind]}</p>
      <div className={styles.buttons}>
        <Button size="small" variant="quiet" onPress={dismiss}>
          {toldText.hintDismiss}
        </Button>
        {kind === 'ask' ? (
          <Button size="small" variant="primary" isPending={isBusy} onPress={() => run(turnOn)}>
            {toldText.hintAction}
          </Button>
        ) : (
          <Button size="small" variant="primary" onPress={() => navigate('/settings/notifications')}>
            {toldText.hintHow}
          </Button>
        )}
      </div>
    </aside>
  );
}
