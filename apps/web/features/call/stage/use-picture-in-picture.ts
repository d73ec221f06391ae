import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { inCallText } from '../../../text/in-call.ts';
import { showToast } from '../../../ui/toasts.ts';

export interface PictureInPicture {
  isOpen: boolean;
  /** Absent where there is no picture, or no such window. */
  toggle: (() => void) | undefined;
}

/** The main picture in a small window above all others, by the browser's own means. */
export function usePictureInPicture(
  video: RefObject<HTMLVideoElement | null>,
  hasPicture: boolean,
): PictureInPicture {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (element === null || !hasPicture) return undefined;
    const look = () => setOpen(document.pictureInPictureElement === element);
    element.addEventListener('enterpictureinpicture', look);
    element.addEventListener('leavepictureinpicture', look);
    return () => {
      element.removeEventListener('enterpictureinpicture', look);
      element.removeEventListener('leavepictureinpicture', look);
      setOpen(false);
    };
  }, [video, hasPicture]);

  const toggle = async () => {
    try {
      if (document.pictureInPictureElement === video.current) await document.exitPictureInPicture();
      else await video.current?.requestPictureInPicture();
    } catch {
      showToast({ tone: 'error', text: inCallText.pictureInPictureFailed });
    }
  };
  // Firefox has a button of its own on the picture, and nothing that a page could call.
  const isPossible = hasPicture && 'pictureInPictureEnabled' in document && document.pictureInPictureEnabled;
  return { isOpen: isOpen && hasPicture, toggle: isPossible ? () => void toggle() : undefined };
}
