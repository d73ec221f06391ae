import { memo } from 'react';
import { textParts } from './linkify.ts';

/** The text of a message: text stays text, addresses become links (MSG-4). */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return textParts(text).map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      // The parts of one text never change places.
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.text}
      </a>
    ),
  );
});
