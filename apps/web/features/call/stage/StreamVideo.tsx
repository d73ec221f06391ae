import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

export interface StreamVideoProps {
  stream: MediaStream | undefined;
  className: string | undefined;
  label: string;
  /** Where somebody else needs the element too. */
  videoRef?: RefObject<HTMLVideoElement | null>;
}

/** A picture without its sound: StreamAudio plays that. */
export function StreamVideo({ stream, className, label, videoRef }: StreamVideoProps) {
  const own = useRef<HTMLVideoElement>(null);
  const video = videoRef ?? own;
  useEffect(() => {
    if (video.current) video.current.srcObject = stream ?? null;
  }, [stream, video]);
  return <video ref={video} className={className} aria-label={label} autoPlay playsInline muted />;
}
