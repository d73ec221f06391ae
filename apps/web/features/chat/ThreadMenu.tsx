import type { Conversation } from '@parley/protocol';
import { Bell, BellOff, EllipsisVertical } from 'lucide-react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { toldText } from '../../text/notices.ts';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { showToast } from '../../ui/toasts.ts';

/** What can be done with a conversation besides writing and calling: muting (PUSH-17). */
export function ThreadMenu({ conversation: { id, muted, peer } }: { conversation: Conversation }) {
  const { notifications } = useClient();
  const { callsAvailable } = useMe();
  const mutedNote = callsAvailable ? toldText.mutedNote : toldText.mutedNoteWithoutCalls;
  const { run } = useAction();
  const setMuted = async () => {
    await notifications.setMuted(id, !muted);
    const note = muted ? toldText.unmutedNote : mutedNote;
    showToast({ tone: 'info', text: note(peer.displayName) });
  };
  return (
    <MenuButton
      label={toldText.more}
      icon={<EllipsisVertical size={20} aria-hidden="true" />}
      choices={[
        muted
          ? { key: 'mute', label: toldText.unmute, icon: <Bell size={18} aria-hidden="true" /> }
          : { key: 'mute', label: toldText.mute, icon: <BellOff size={18} aria-hidden="true" /> },
      ]}
      onChoose={() => run(setMuted)}
    />
  );
}
