import { BellOff, BellRing } from 'lucide-react';
import { useStore } from 'zustand';
import { installOffer } from '../../pwa/install-prompt.ts';
import { readFamily } from '../../pwa/read-browser.ts';
import type { Readiness } from '../../pwa/readiness.ts';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import type { Loaded } from '../../sdk/use-loaded.ts';
import { errorText } from '../../text/errors.ts';
import { notificationText as text } from '../../text/notifications.ts';
import { toldText } from '../../text/notices.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Page.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './notifications.module.css';

export interface DeviceSectionProps {
  readiness: Loaded<Readiness>;
  /** Something was turned on or off. */
  onChanged: () => void;
}

/** How things stand with this device, and the one thing to do about it. */
export function DeviceSection({ readiness, onChanged }: DeviceSectionProps) {
  const { callsAvailable } = useMe();
  const state = readiness.status === 'ready' ? readiness.value : undefined;
  const told = callsAvailable ? text.readiness : text.readinessWithoutCalls;
  const Icon = state === 'on' ? BellRing : BellOff;
  const words =
    readiness.status === 'ready'
      ? told[readiness.value]
      : readiness.status === 'failed'
        ? errorText(readiness.code)
        : text.checking;
  return (
    <Section title={text.thisDevice}>
      <div className={styles.block}>
        <div className={styles.state} data-on={state === 'on'}>
          <Icon size={22} aria-hidden="true" />
          <p role="status">{words}</p>
        </div>
        <Switcher state={state} onChanged={onChanged} />
      </div>
      {state === 'denied' && <Steps title={text.undoTitle} steps={text.undo[readFamily()]} />}
      {state === 'install' && <Steps title={text.homeScreenTitle} steps={text.homeScreen} />}
      <InstallOffer />
    </Section>
  );
}

function Switcher({ state, onChanged }: { state: Readiness | undefined; onChanged: () => void }) {
  const { notifications } = useClient();
  const { isBusy, run } = useAction();
  const turnOn = async () => {
    const isOn = await notifications.subscribe().finally(onChanged);
    if (!isOn) showToast({ tone: 'info', text: toldText.refused });
  };
  const turnOff = async () => {
    await notifications.unsubscribe().finally(onChanged);
  };
  if (state === 'on') {
    return (
      <Button isPending={isBusy} onPress={() => run(turnOff)}>
        {text.turnOff}
      </Button>
    );
  }
  if (state !== 'off' && state !== 'ask') return null;
  return (
    <Button variant="primary" isPending={isBusy} onPress={() => run(turnOn)}>
      {text.turnOn}
    </Button>
  );
}

function Steps({ title, steps }: { title: string; steps: readonly string[] }) {
  return (
    <div className={styles.block}>
      <h3 className={styles.heading}>{title}</h3>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}

/** Only where the browser has offered it. */
function InstallOffer() {
  const { offer } = useStore(installOffer);
  const { callsAvailable } = useMe();
  const { run } = useAction();
  if (offer === undefined) return null;
  return (
    <div className={styles.block}>
      <h3 className={styles.heading}>{text.installTitle}</h3>
      <p className={styles.detail}>{callsAvailable ? text.installDetail : text.installDetailWithoutCalls}</p>
      <Button
        onPress={() => {
          // An offer can be taken up once.
          installOffer.setState({ offer: undefined });
          run(() => offer.prompt());
        }}
      >
        {text.install}
      </Button>
    </div>
  );
}
