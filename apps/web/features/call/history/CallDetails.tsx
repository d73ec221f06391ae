import type { CallRecord } from '@parley/protocol';
import type { ReactNode } from 'react';
import { appText } from '../../../text/app.ts';
import { pastCallText } from '../../../text/call.ts';
import { lossText, receiptText, scoreText } from '../../../text/receipt.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import styles from './CallDetails.module.css';

export interface CallDetailsProps {
  record: CallRecord;
  onClose: () => void;
}

/** All that is kept of how a call went (CALL-85). */
export function CallDetails({ record, onClose }: CallDetailsProps) {
  const { receipt, rating, peer } = record;
  return (
    <Dialog isOpen title={receiptText.title(peer.displayName)} onClose={onClose}>
      <p className={styles.outcome}>{pastCallText(record)}</p>
      <dl className={styles.list}>
        {receipt && (
          <>
            <Row term={receiptText.path}>{receiptText.paths[receipt.path]}</Row>
            <Row term={receiptText.loss}>{lossText(receipt.lossPercent)}</Row>
            <Row term={receiptText.restarts}>{receipt.restarts}</Row>
            <Row term={receiptText.score}>{scoreText(receipt.score)}</Row>
            <Row term={receiptText.verified}>
              {receipt.verified ? receiptText.wasVerified : receiptText.notVerified}
            </Row>
          </>
        )}
        {rating && <Row term={receiptText.rating}>{receiptText.ratings[rating]}</Row>}
      </dl>
      <p className={styles.explained}>{receiptText.explained}</p>
      <Button onPress={onClose}>{appText.close}</Button>
    </Dialog>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
