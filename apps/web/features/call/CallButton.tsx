import type { Conversation } from '@parley/protocol';
import { Phone, Video } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useCallIntent } from '../../sdk/use-call-intent.ts';
import { usePlaceCall } from '../../sdk/use-place-call.ts';
import { callText } from '../../text/call.ts';
import { IconButton } from '../../ui/Button.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import type { MenuChoice } from '../../ui/MenuButton.tsx';
import styles from './CallButton.module.css';

const CHOICES: readonly MenuChoice<'audio' | 'video'>[] = [
  { key: 'audio', label: callText.title.audio, icon: <Phone size={18} aria-hidden="true" /> },
  { key: 'video', label: callText.title.video, icon: <Video size={18} aria-hidden="true" /> },
];

const ICON = <Phone size={21} aria-hidden="true" />;

export interface CallButtonProps {
  conversation: Conversation;
  /** What opens where only Premium is missing (PLAN-2). */
  premiumSheet: (onClose: () => void) => ReactNode;
}

/** The phone in a conversation's header; there only while a call may be placed, or would be with Premium (CON-11). */
export function CallButton({ conversation, premiumSheet }: CallButtonProps) {
  const place = usePlaceCall();
  const intent = useCallIntent(conversation.peer.id);
  const [isSheetOpen, setSheetOpen] = useState(false);
  switch (conversation.callAccess) {
    case 'allowed':
      return (
        <span className={styles.intent} {...intent}>
          <MenuButton
            label={callText.call}
            icon={ICON}
            choices={CHOICES}
            onChoose={(kind) => place(conversation.peer, kind)}
          />
        </span>
      );
    case 'premiumRequired':
      return (
        <>
          <IconButton label={callText.call} onPress={() => setSheetOpen(true)}>
            {ICON}
          </IconButton>
          {isSheetOpen && premiumSheet(() => setSheetOpen(false))}
        </>
      );
    case 'unavailable':
    case 'notRolledOut':
      return null;
  }
}
