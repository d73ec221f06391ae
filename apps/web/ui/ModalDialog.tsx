import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { classNames } from './class-names.ts';
import type { DialogProps } from './Dialog.tsx';
import styles from './ModalDialog.module.css';

/** The weighty part of Dialog, loaded when there is time or need. */
export function ModalDialog({
  title,
  children,
  onClose,
  role,
  shape = 'card',
  hideTitle = false,
  describedBy,
}: DialogProps) {
  return (
    <ModalOverlay
      className={classNames(styles.overlay, shape === 'sheet' && styles.bottom)}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose?.();
      }}
      isDismissable={onClose !== undefined && role !== 'alertdialog'}
      isKeyboardDismissDisabled={onClose === undefined}
    >
      <Modal className={classNames(styles.modal, shape === 'sheet' && styles.sheet)}>
        <AriaDialog
          className={classNames(styles.dialog)}
          {...(role === undefined ? {} : { role })}
          {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        >
          <Heading
            slot="title"
            level={2}
            className={hideTitle ? 'visually-hidden' : classNames(styles.title)}
          >
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
