import { Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { callText } from '../../text/call.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './CallStage.module.css';

/** The peer's voice. Where the browser wants a press first, it offers the button for it. */
export function StreamAudio({ stream }: { stream: MediaStream }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [isBlocked, setBlocked] = useState(false);
  const play = () => {
    audio.current
      ?.play()
      .then(() => setBlocked(false))
      .catch((thrown: unknown) =>
        setBlocked(thrown instanceof DOMException && thrown.name === 'NotAllowedError'),
      );
  };
  const [track] = stream.getAudioTracks();
  useEffect(() => {
    // The sound alone: beside a picture of which no frame has come, Chromium plays nothing at all.
    if (audio.current) audio.current.srcObject = track === undefined ? null : new MediaStream([track]);
    if (track !== undefined) play();
  }, [track]);
  return (
    <>
      <audio ref={audio} autoPlay />
      {isBlocked && (
        <div className={styles.problem}>
          <Button variant="primary" onPress={play}>
            <Volume2 size={18} aria-hidden="true" /> {callText.turnOnSound}
          </Button>
        </div>
      )}
    </>
  );
}
