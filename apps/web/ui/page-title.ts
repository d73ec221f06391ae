interface TitleParts {
  /** What the open page is called. */
  page: string;
  unread: number;
  /** Takes the place of everything else every other second: somebody is calling. */
  flash: string | undefined;
}

/** The document's title. */
export function titleOf(parts: TitleParts, showFlash: boolean): string {
  if (parts.flash !== undefined && showFlash) return `${parts.flash} – Parley`;
  const count = parts.unread > 0 ? `(${parts.unread}) ` : '';
  return parts.page === '' ? `${count}Parley` : `${count}${parts.page} – Parley`;
}

const FLASH_INTERVAL_MS = 1_000;
let parts: TitleParts = { page: '', unread: 0, flash: undefined };
let showFlash = true;
let timer: ReturnType<typeof setInterval> | undefined;

/** Changes parts of the document's title and keeps the rest. */
export function setTitle(change: Partial<TitleParts>): void {
  parts = { ...parts, ...change };
  if (parts.flash === undefined) {
    clearInterval(timer);
    timer = undefined;
    showFlash = true;
  } else if (timer === undefined) {
    timer = setInterval(() => {
      showFlash = !showFlash;
      document.title = titleOf(parts, showFlash);
    }, FLASH_INTERVAL_MS);
  }
  document.title = titleOf(parts, showFlash);
}
