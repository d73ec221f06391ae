import { useStore } from 'zustand';
import { announcement } from './announce.ts';

/** The polite live region of the page. */
export function Announcer() {
  const { text, count } = useStore(announcement);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {/* The key makes the same sentence, said twice, an addition each time. */}
      <span key={count}>{text}</span>
    </div>
  );
}
