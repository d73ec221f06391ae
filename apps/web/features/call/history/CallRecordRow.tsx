import type { CallRecord } from '@parley/protocol';
import {
  Activity,
  EllipsisVertical,
  Phone,
  PhoneIncoming,
  PhoneMissed,
  PhoneOutgoing,
  ShieldCheck,
  Trash2,
  Video,
} from 'lucide-react';
import { useState } from 'react';
import { useCallIntent } from '../../../sdk/use-call-intent.ts';
import { appText } from '../../../text/app.ts';
import { callHistoryText } from '../../../text/call-history.ts';
import { callText, isMissed, pastCallText } from '../../../text/call.ts';
import { receiptLine, receiptText } from '../../../text/receipt.ts';
import { momentText } from '../../../text/time.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { IconButton } from '../../../ui/Button.tsx';
import { ListRow } from '../../../ui/ListRow.tsx';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import { PersonName } from '../../../ui/PersonName.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { CallDetails } from './CallDetails.tsx';
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
  const intent = useCallIntent(record.peer.id);
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
          <Receipt record={record} />
        </span>
      }
      trailing={
        <>
          {onCallBack && (
            <span className={styles.intent} {...intent}>
              <IconButton label={callText.callBackName(record.peer.displayName)} onPress={onCallBack}>
                {record.kind === 'video' ? (
                  <Video size={20} aria-hidden="true" />
                ) : (
                  <Phone size={20} aria-hidden="true" />
                )}
              </IconButton>
            </span>
          )}
          <RowMenu record={record} menu={menu} onRemove={onRemove} />
        </>
      }
    />
  );
}

/** What the own device measured (CALL-85): on its own line, for who looks. */
function Receipt({ record: { receipt } }: { record: CallRecord }) {
  if (receipt === null) return null;
  return (
    <span className={styles.receipt}>
      {receipt.verified && (
        <ShieldCheck size={14} role="img" aria-hidden={false} aria-label={receiptText.verifiedMark} />
      )}
      {receiptLine(receipt)}
    </span>
  );
}

function RowMenu({ record, menu, onRemove }: Pick<CallRecordRowProps, 'record' | 'menu' | 'onRemove'>) {
  const [areDetailsOpen, setDetailsOpen] = useState(false);
  const hasDetails = record.receipt !== null || record.rating !== null;
  const own = {
    details: {
      key: 'details',
      label: receiptText.details,
      icon: <Activity size={18} aria-hidden="true" />,
    },
    remove: {
      key: 'remove',
      label: callHistoryText.remove,
      icon: <Trash2 size={18} aria-hidden="true" />,
    },
  };
  const choose = (key: string) => {
    if (key === own.details.key) setDetailsOpen(true);
    else if (key === own.remove.key) onRemove();
    else menu?.onChoose(key, record);
  };
  return (
    <>
      <MenuButton
        label={callHistoryText.menu(record.peer.displayName)}
        icon={<EllipsisVertical size={20} aria-hidden="true" />}
        choices={[...(hasDetails ? [own.details] : []), ...(menu?.choices ?? []), own.remove]}
        onChoose={choose}
      />
      {areDetailsOpen && <CallDetails record={record} onClose={() => setDetailsOpen(false)} />}
    </>
  );
}
