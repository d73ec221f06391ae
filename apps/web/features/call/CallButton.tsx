import type { Conversation } from '@parley/protocol';
import { Phone, Video } from 'lucide-react';
import { usePlaceCall } from '../../sdk/use-place-call.ts';
import { callText } from '../../text/call.ts';
import { MenuButton } from '../../ui/MenuButton.tsx';
import type { MenuChoice } from '../../ui/MenuButton.tsx';

const CHOICES: readonly MenuChoice<'audio' | 'video'>[] = [
  { key: 'audio', label: callText.title.audio, icon: <Phone size={18} aria-hidden="true" /> },
  { key: 'video', label: callText.title.video, icon: <Video size={18} aria-hidden="true" /> },
];

/** The phone in a conversation's header; there only while a call may be placed (CON-11). */
export function CallButton({ conversation }: { conversation: Conversation }) {
  const place = usePlaceCall();
  if (conversation.callAccess !== 'allowed') return null;
  return (
    <MenuButton
      label={callText.call}
      icon={<Phone size={21} aria-hidden="true" />}
      choices={CHOICES}
      onChoose={(kind) => place(conversation.peer, kind)}
    />
  );
}
