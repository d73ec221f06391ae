import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { Button, IconButton } from './Button.tsx';
import { closeToast, toastStore } from './toasts.ts';
import styles from './Toasts.module.css';

/** The region that toasts appear in. It is always there, so that screen readers notice what is added. */
export function Toasts({ closeLabel }: { closeLabel: string }) {
  const toasts = useStore(toastStore);
  return (
    <div className={styles.region} role="status" aria-live="polite" aria-relevant="additions">
      {toasts.map((toast) => (
        <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
          <p className={styles.text}>{toast.text}</p>
          {toast.action && (
            <Button
              size="small"
              variant="quiet"
              onPress={() => {
                toast.action?.run();
                closeToast(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton label={closeLabel} onPress={() => closeToast(toast.id)}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
