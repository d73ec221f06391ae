import type { CallRecord } from '@parley/protocol';
import {
  EllipsisVertical,
  Phone,
  PhoneIncoming,
  PhoneMissed,
  PhoneOutgoing,
  Trash2,
  Video,
} from 'lucide-react';
import { appText } from '../../text/app.ts';
import { callText, isMissed, pastCallText } from '../../text/call.ts';
import { momentText } from '../../text/time.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { CallMenu } from './call-menu.ts';
import { useLookUpInSight } from './use-look-up.ts';
import type { LookUp } from './use-look-up.ts';
import styles from './CallRecordRow.module.css';

export interface CallRecordRowProps {
  record: CallRecord;
  /** Absent where the person cannot be called. */
  onCallBack: (() => void) | undefined;
  onRemove: () => void;
  menu: CallMenu | undefined;
  lookUp: LookUp;
}

/** One past call. */
export function CallRecordRow({ record, onCallBack, onRemove, menu, lookUp }: CallRecordRowProps) {
  const missed = isMissed(record);
  const Icon = missed ? PhoneMissed : record.direction === 'outgoing' ? PhoneOutgoing : PhoneIncoming;
  const nowMs = useNow(60_000);
  const detail = useLookUpInSight(record.conversationId, lookUp);
  return (
    <ListRow
      href={`/messages/${record.conversationId}`}
      leading={<Avatar person={record.peer} />}
      title={<PersonName person={record.peer} verifiedLabel={appText.verified} />}
      detail={
        <span ref={detail} className={styles.detail}>
          <span className={styles.outcome} data-missed={missed}>
            <Icon
              size={14}
              role="img"
              aria-hidden={false}
              aria-label={callText.direction[record.direction]}
            />
            {pastCallText(record)}
          </span>
          <time dateTime={new Date(record.startedAtMs).toISOString()}>
            {momentText(record.startedAtMs, nowMs)}
          </time>
        </span>
      }
      trailing={
        <>
          {onCallBack && (
            <IconButton label={callText.callBackName(record.peer.displayName)} onPress={onCallBack}>
              {record.kind === 'video' ? (
                <Video size={20} aria-hidden="true" />
              ) : (
                <Phone size={20} aria-hidden="true" />
              )}
            </IconButton>
          )}
          <RowMenu record={record} menu={menu} onRemove={onRemove} />
        </>
      }
    />
  );
}

function RowMenu({ record, menu, onRemove }: Pick<CallRecordRowProps, 'record' | 'menu' | 'onRemove'>) {
  const remove = {
    key: 'remove',
    label: callText.historyRemove,
    icon: <Trash2 size={18} aria-hidden="true" />,
  };
  return (
    <MenuButton
      label={callText.historyMenu(record.peer.displayName)}
      icon={<EllipsisVertical size={20} aria-hidden="true" />}
      choices={[...(menu?.choices ?? []), remove]}
      onChoose={(key) => (key === remove.key ? onRemove() : menu?.onChoose(key, record))}
    />
  );
}
