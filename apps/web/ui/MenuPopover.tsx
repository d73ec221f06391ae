import type { RefObject } from 'react';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { classNames } from './class-names.ts';
import type { MenuChoice } from './MenuButton.tsx';
import styles from './MenuPopover.module.css';

export interface MenuPopoverProps {
  label: string;
  trigger: RefObject<Element | null>;
  choices: readonly MenuChoice<string>[];
  onChoose: (key: string) => void;
  onClose: () => void;
}

/** The weighty part of MenuButton, loaded when there is time or need. */
export function MenuPopover({ label, trigger, choices, onChoose, onClose }: MenuPopoverProps) {
  return (
    <Popover
      aria-label={label}
      className={classNames(styles.popover)}
      triggerRef={trigger}
      placement="bottom end"
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Menu
        aria-label={label}
        className={classNames(styles.menu)}
        autoFocus="first"
        onAction={(key) => onChoose(String(key))}
        onClose={onClose}
      >
        {choices.map(({ key, label: choice, icon }) => (
          <MenuItem key={key} id={key} textValue={choice} className={classNames(styles.item)}>
            {icon} {choice}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
