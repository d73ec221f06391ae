import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';

export interface DialogProps {
  isOpen: boolean;
  title: string;
  children: ReactNode;
  /** Escape or a press outside; without it only the dialog's own buttons close it. */
  onClose?: () => void;
  role?: 'dialog' | 'alertdialog';
  /** `sheet`: rises from the bottom and fills a phone's screen. */
  shape?: 'card' | 'sheet';
  /** The title names the dialog but is shown by the content itself. */
  hideTitle?: boolean;
  /** The id of what must be heard before the dialog's buttons. */
  describedBy?: string;
}

const loadModal = async () => ({ default: (await import('./ModalDialog.tsx')).ModalDialog });
const ModalDialog = lazy(loadModal);

/** Fetches what dialogs need, so that the first one opens at once, even when the connection is lost meanwhile. */
export function preloadDialogs(): void {
  // What fails now is tried again when a dialog opens.
  loadModal().catch(() => undefined);
}

/** A modal dialog. The focus goes to the dialog itself, unless something in it asks for it, and comes back after. */
export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null;
  return (
    <Suspense fallback={null}>
      <ModalDialog {...props} />
    </Suspense>
  );
}

/** The row of buttons at a dialog's end. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>;
}
