import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { CallDevices, CallDevicesApi, TextStorage } from '../../api.ts';
import type { MediaPorts } from '../../ports.ts';

type Chosen = CallDevices['chosen'];

/** Where the choices outlive the page; of the device, not of the account. */
const STORAGE_KEY = 'parley.call-devices';
const NOTHING_CHOSEN: Chosen = { microphone: undefined, camera: undefined, speaker: undefined };
/** Names that Chromium gives the system's choice, which `undefined` stands for here. */
const SYSTEM_CHOICES = new Set(['', 'default', 'communications']);

/** What a running call needs of the choices. */
export interface ChosenDevices {
  chosen: () => Chosen;
  /** Cameras that are there, as far as known. */
  cameras: () => CallDevices['cameras'];
  /** Another microphone or camera was chosen. Returns the way to stop listening. */
  onChosen: (listener: (kind: 'microphone' | 'camera') => void) => () => void;
  /** A microphone or camera was opened: names may be known now. */
  refresh: () => Promise<void>;
}

/** The person's microphone, camera and speaker, and "Use less data" (CALL-73, CALL-76). One for all calls of a client. */
export class DeviceChoices implements CallDevicesApi, ChosenDevices {
  readonly state: StoreApi<CallDevices>;
  readonly lessData: StoreApi<boolean>;
  readonly #ports: Pick<MediaPorts, 'listDevices'>;
  readonly #storage: TextStorage | undefined;
  readonly #listeners = new Set<(kind: 'microphone' | 'camera') => void>();
  readonly #stopListening: (() => void) | undefined;

  constructor(
    ports: Pick<MediaPorts, 'listDevices' | 'onDevicesChanged'> | undefined,
    storage: TextStorage | undefined,
  ) {
    const kept = readKept(storage);
    this.#ports = ports ?? {};
    this.#storage = storage;
    this.state = createStore<CallDevices>(() => ({
      microphones: [],
      cameras: [],
      speakers: [],
      chosen: kept.chosen,
    }));
    this.lessData = createStore<boolean>(() => kept.lessData);
    this.#stopListening = ports?.onDevicesChanged?.(() => void this.refresh());
  }

  async refresh(): Promise<void> {
    const found = await this.#ports.listDevices?.().catch(() => []);
    if (found === undefined) return;
    const of = (kind: MediaDeviceKind): CallDevices['microphones'] =>
      found
        .filter((one) => one.kind === kind && !SYSTEM_CHOICES.has(one.deviceId))
        .map(({ deviceId, label }) => ({ deviceId, label }));
    this.state.setState({
      microphones: of('audioinput'),
      cameras: of('videoinput'),
      speakers: of('audiooutput'),
    });
  }

  choose(kind: keyof Chosen, deviceId: string | undefined): void {
    const { chosen } = this.state.getState();
    if (chosen[kind] === deviceId) return;
    this.state.setState({ chosen: { ...chosen, [kind]: deviceId } });
    this.#keep();
    if (kind !== 'speaker') for (const listener of this.#listeners) listener(kind);
  }

  setLessData(on: boolean): void {
    if (this.lessData.getState() === on) return;
    this.lessData.setState(on, true);
    this.#keep();
  }

  chosen(): Chosen {
    return this.state.getState().chosen;
  }

  cameras(): CallDevices['cameras'] {
    return this.state.getState().cameras;
  }

  onChosen(listener: (kind: 'microphone' | 'camera') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stopListening?.();
    this.#listeners.clear();
  }

  #keep(): void {
    const kept = { ...this.chosen(), lessData: this.lessData.getState() };
    try {
      this.#storage?.setItem(STORAGE_KEY, JSON.stringify(kept));
    } catch {
      // Full or refused: the choice holds until the page is closed.
    }
  }
}

function readKept(storage: TextStorage | undefined): { chosen: Chosen; lessData: boolean } {
  try {
    const parsed: unknown = JSON.parse(storage?.getItem(STORAGE_KEY) ?? 'null');
    if (typeof parsed !== 'object' || parsed === null) return { chosen: NOTHING_CHOSEN, lessData: false };
    const text = (name: keyof Chosen): string | undefined => {
      const value: unknown = Reflect.get(parsed, name);
      return typeof value === 'string' ? value : undefined;
    };
    return {
      chosen: { microphone: text('microphone'), camera: text('camera'), speaker: text('speaker') },
      lessData: Reflect.get(parsed, 'lessData') === true,
    };
  } catch {
    return { chosen: NOTHING_CHOSEN, lessData: false };
  }
}
