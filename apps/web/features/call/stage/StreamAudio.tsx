import { Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../../sdk/client-context.tsx';
import { callText } from '../../../text/call.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './CallStage.module.css';

/** The peer's voice, from the chosen speaker. Where the browser wants a press first, it offers the button for it. */
export function StreamAudio({ stream }: { stream: MediaStream }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [isBlocked, setBlocked] = useState(false);
  const speaker = useStore(useClient().calls.devices.state, ({ chosen }) => chosen.speaker);
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
  useEffect(() => {
    const element = audio.current;
    if (element === null || !('setSinkId' in element) || element.sinkId === (speaker ?? '')) return;
    // A speaker that is gone: the system's is heard, which is better than none.
    element.setSinkId(speaker ?? '').catch(() => element.setSinkId('').catch(() => undefined));
  }, [speaker]);
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
