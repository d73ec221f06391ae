import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { useAction } from '../../sdk/use-action.ts';
import { errorText } from '../../text/errors.ts';
import { dataText } from '../../text/your-data.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './settings.module.css';

/** Long enough for any browser to have begun to save it, in milliseconds. */
const KEPT_MS = 60_000;

/** Hands a file to the browser, which saves it where the person keeps downloads. */
function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** One's data as a file (ACC-16). */
export function ExportData() {
  const { account } = useClient();
  const { isBusy, run } = useAction();
  const exportData = async () => {
    announce(dataText.exporting);
    try {
      const file = await account.exportData();
      saveFile(file, `parley-${new Date().toISOString().slice(0, 10)}.json`);
      showToast({ tone: 'info', text: dataText.exported });
    } catch (thrown) {
      showToast({ tone: 'error', text: dataText.exportFailed(errorText(errorCodeOf(thrown))) });
    }
  };
  return (
    <div className={styles.split}>
      <p className={styles.explanation}>{dataText.exportDetail}</p>
      <Button isPending={isBusy} onPress={() => run(exportData)}>
        {isBusy ? dataText.exporting : dataText.export}
      </Button>
    </div>
  );
}
