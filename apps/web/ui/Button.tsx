import type { ReactNode, Ref } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { classNames } from './class-names.ts';
import styles from './Button.module.css';

export interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 'normal' | 'small';
  type?: 'button' | 'submit';
  isDisabled?: boolean;
  /** Shows that it works; presses do nothing meanwhile, and the focus stays. */
  isPending?: boolean;
  autoFocus?: boolean;
  /** Overrides the accessible name that the content gives. */
  label?: string;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  children,
  onPress,
  variant = 'secondary',
  size = 'normal',
  isPending = false,
  label,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={classNames(
        styles.button,
        styles[variant],
        size === 'small' && styles.small,
        isPending && styles.pending,
      )}
      onPress={() => {
        if (!isPending) onPress?.();
      }}
    >
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps {
  label: string;
  children: ReactNode;
  onPress?: () => void;
  variant?: 'plain' | 'filled';
  /** It opens a menu, which is open now. */
  hasMenu?: boolean;
  isExpanded?: boolean;
  type?: 'button' | 'submit';
  isDisabled?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A round button with a picture; `label` is its accessible name. */
export function IconButton({
  label,
  children,
  variant = 'plain',
  hasMenu = false,
  isExpanded = false,
  ...rest
}: IconButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(hasMenu ? { 'aria-haspopup': 'menu', 'aria-expanded': isExpanded } : {})}
      aria-label={label}
      className={classNames(styles.icon, variant === 'filled' && styles.filled)}
    >
      {children}
    </AriaButton>
  );
}
