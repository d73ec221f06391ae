import { useState } from 'react';
import { dataText } from '../../text/your-data.ts';
import { Button } from '../../ui/Button.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import styles from './settings.module.css';

/** The way out for good. */
export function DeleteAccount() {
  const [isAsking, setAsking] = useState(false);
  return (
    <div className={styles.split}>
      <p className={styles.explanation}>{dataText.deleteDetail}</p>
      <Button variant="danger" onPress={() => setAsking(true)}>
        {dataText.delete}
      </Button>
      {isAsking && <DeleteDialog onClose={() => setAsking(false)} />}
    </div>
  );
}
