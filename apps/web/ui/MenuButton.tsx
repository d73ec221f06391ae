import { lazy, Suspense, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';

export interface MenuChoice<K extends string> {
  key: K;
  label: string;
  icon: ReactNode;
}

export interface MenuButtonProps<K extends string> {
  label: string;
  icon: ReactNode;
  choices: readonly MenuChoice<K>[];
  onChoose: (key: K) => void;
}

const loadMenu = async () => ({ default: (await import('./MenuPopover.tsx')).MenuPopover });
const MenuPopover = lazy(loadMenu);

/** Fetches what menus need, so that the first one opens at once. */
export function preloadMenus(): void {
  // What fails now is tried again when a menu opens.
  loadMenu().catch(() => undefined);
}

/** A button that opens a menu. */
export function MenuButton<K extends string>({ label, icon, choices, onChoose }: MenuButtonProps<K>) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton ref={button} label={label} hasMenu isExpanded={isOpen} onPress={() => setOpen(!isOpen)}>
        {icon}
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <MenuPopover
            label={label}
            trigger={button}
            choices={choices}
            onChoose={(key) => {
              setOpen(false);
              const choice = choices.find((each) => each.key === key);
              if (choice) onChoose(choice.key);
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
