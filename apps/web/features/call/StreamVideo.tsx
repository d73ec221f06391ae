import { useEffect, useRef } from 'react';

export interface StreamVideoProps {
  stream: MediaStream | undefined;
  className: string | undefined;
  label: string;
}

/** A picture without its sound: StreamAudio plays that. */
export function StreamVideo({ stream, className, label }: StreamVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream ?? null;
  }, [stream]);
  return <video ref={video} className={className} aria-label={label} autoPlay playsInline muted />;
}
