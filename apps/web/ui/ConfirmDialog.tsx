import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog, DialogButtons } from './Dialog.tsx';

export interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before something that cannot easily be taken back; the focus starts on the harmless button. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog isOpen={props.isOpen} title={props.title} role="alertdialog" onClose={props.onCancel}>
      <p>{props.children}</p>
      <DialogButtons>
        <Button onPress={props.onCancel} autoFocus>
          {props.cancelLabel}
        </Button>
        <Button variant="danger" onPress={props.onConfirm}>
          {props.confirmLabel}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
