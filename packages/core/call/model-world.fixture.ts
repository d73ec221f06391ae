import type { Call } from '@parley/protocol';
import { accountId, callId, deviceId } from './calls.fixture.ts';
import type { ServerCall } from './lifecycle.ts';
import { ModelDevice, type Down } from './model-device.fixture.ts';
import { ModelServer } from './model-server.fixture.ts';
import { toWire } from './session.fixture.ts';

/** One thing that happens; `pick` and `how` choose among what there is, so that any story makes sense. */
export interface Happening {
  what: keyof typeof HAPPENINGS;
  pick: number;
  how: number;
}

/** What can happen, and how often beside the others. */
export const HAPPENINGS = {
  place: 2,
  accept: 2,
  acceptEverywhere: 2,
  offerEarly: 3,
  hearAccept: 3,
  move: 2,
  reload: 1,
  crash: 1,
  decline: 1,
  leave: 1,
  dismiss: 2,
  deliverUp: 4,
  commit: 4,
  deliverDown: 5,
  flush: 1,
  dropUp: 1,
  dropDown: 1,
  repeatUp: 1,
  repeatDown: 1,
  resend: 1,
  reconnect: 1,
  media: 2,
  mediaLost: 1,
  peerHungUp: 1,
  peerAway: 1,
  clock: 1,
  sweep: 1,
  block: 1,
  unblock: 3,
};

const ACCOUNTS = ['alice', 'bob'] as const;
/** Where the person can hang up. */
const IN_CALL = [
  'dialing',
  'ringing',
  'provisional',
  'answering',
  'moving',
  'connecting',
  'connected',
] as const;

function at<T>(list: readonly T[], place: number): T | undefined {
  return list.length === 0 ? undefined : list[place % list.length];
}

/** Two accounts, their devices, a server and a network that loses, repeats, delays and reorders. */
export class World {
  nowMs = 1_000_000;
  readonly devices: ModelDevice[];
  readonly server: ModelServer;
  /** Counted so that a test can show what its stories have met, beside what the server has. */
  readonly met = new Map<string, number>();
  private placed = 0;

  constructor(devicesOf: { alice: number; bob: number }) {
    this.devices = ACCOUNTS.flatMap((name) =>
      Array.from(
        { length: devicesOf[name] },
        (_, n) => new ModelDevice({ accountId: accountId(name), deviceId: deviceId(`${name}-${n + 1}`) }),
      ),
    );
    this.server = new ModelServer(
      (call) => this.announce(call),
      (request, answer) =>
        this.devices
          .find(({ self }) => self.deviceId === request.from.deviceId)
          ?.down.push({ type: 'answer', request, answer }),
    );
  }

  /** A ring goes to the callee's devices, everything else to all devices of both. */
  private announce(call: ServerCall): void {
    for (const device of this.devices) {
      if (call.state === 'ringing' && device.self.accountId !== call.calleeId) continue;
      device.down.push({ type: 'event', call: toWire(call) });
    }
  }

  happen({ what, pick, how }: Happening): void {
    const device = at(this.devices, pick);
    if (device === undefined) return;
    switch (what) {
      case 'place':
      case 'accept':
      case 'decline':
      case 'leave':
      case 'dismiss':
        return this.person(device, what, how);
      case 'deliverUp':
      case 'deliverDown':
      case 'dropUp':
      case 'dropDown':
      case 'repeatUp':
      case 'repeatDown':
      case 'resend':
      case 'reconnect':
        return this.network(device, what, how);
      case 'acceptEverywhere':
        for (const each of this.devices) this.person(each, 'accept', how);
        return undefined;
      case 'offerEarly':
        return this.offerEarly();
      case 'hearAccept':
        return this.hearAccept(device, how);
      case 'move':
        return this.move(device, how);
      case 'reload':
      case 'crash':
        if (device.agreed().length > 0) this.count(what);
        return device.reload(this.liveOf(device), what === 'reload', this.nowMs);
      case 'commit':
        return this.server.commit(how % Math.max(1, this.server.handlers.length), this.nowMs);
      case 'flush':
        return this.flush();
      case 'media':
      case 'mediaLost':
      case 'peerHungUp':
      case 'peerAway':
        return this.media(device, what);
      case 'clock':
        return this.passTime((how % 20) * 1_000);
      case 'sweep':
        return this.server.word({ type: 'deadline' }, this.nowMs);
      case 'block':
        this.server.permitted = false;
        return this.server.word(
          { type: 'parted', leaverId: accountId(ACCOUNTS[how % 2] ?? 'alice') },
          this.nowMs,
        );
      case 'unblock':
        this.server.permitted = true;
    }
  }

  private person(
    device: ModelDevice,
    what: 'place' | 'accept' | 'decline' | 'leave' | 'dismiss',
    how: number,
  ): void {
    if (what === 'place') {
      this.placed += 1;
      const calleeId = accountId(device.self.accountId === 'alice' ? 'bob' : 'alice');
      return device.place(callId(`call-${this.placed}`), calleeId, this.nowMs);
    }
    if (what === 'dismiss') {
      const over = at(device.inPhase('ended'), how);
      return over && device.feed({ type: 'dismiss', callId: over.callId }, this.nowMs);
    }
    if (what === 'leave') {
      const current = at(device.inPhase(...IN_CALL), how);
      return current && device.press(current.callId, how % 2 === 0 ? 'cancel' : 'hangUp', this.nowMs);
    }
    const ringing = at(device.inPhase('incoming'), how);
    return ringing && device.press(ringing.callId, what, this.nowMs);
  }

  private network(
    device: ModelDevice,
    what: `${'deliver' | 'drop' | 'repeat'}${'Up' | 'Down'}` | 'resend' | 'reconnect',
    how: number,
  ): void {
    const { up, down } = device;
    const frameUp = at(up, how);
    const frameDown = at(overtakable(down), how);
    switch (what) {
      case 'resend':
        return device.resend();
      case 'reconnect':
        return this.reconnect(device, how % 2 === 0);
      case 'deliverUp':
      case 'dropUp':
        if (frameUp === undefined) return undefined;
        up.splice(up.indexOf(frameUp), 1);
        return what === 'dropUp' ? undefined : this.server.arrive(frameUp);
      case 'repeatUp':
        return frameUp && this.server.arrive(frameUp);
      case 'deliverDown':
      case 'dropDown':
        if (frameDown === undefined || (what === 'dropDown' && frameDown.type === 'welcome'))
          return undefined;
        down.splice(down.indexOf(frameDown), 1);
        return what === 'dropDown' ? undefined : device.hear(frameDown, this.nowMs);
      case 'repeatDown':
        return frameDown && frameDown.type !== 'welcome' ? device.hear(frameDown, this.nowMs) : undefined;
    }
  }

  reconnect(device: ModelDevice, keepUp: boolean): void {
    device.reconnect(this.liveOf(device), keepUp);
  }

  private liveOf({ self }: ModelDevice): Call[] {
    const isOwn = ({ callerId, calleeId }: ServerCall): boolean =>
      callerId === self.accountId || calleeId === self.accountId;
    return this.server.live().filter(isOwn).map(toWire);
  }

  private count(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  /** The placing device's offers reach whatever rings. */
  private offerEarly(): void {
    for (const device of this.devices) {
      for (const { callId: id } of device.inPhase('incoming', 'answering')) {
        const from = this.server.rows.get(id)?.callerDeviceId;
        if (from === undefined) continue;
        device.feed({ type: 'session', callId: id, event: { type: 'preconnectOffered', from } }, this.nowMs);
      }
    }
  }

  /** What this device has said over its data channels arrives, in any order, before or after the server's word. */
  private hearAccept(device: ModelDevice, how: number): void {
    const id = at(device.saidAccept, how);
    const placing = this.devices.find(
      ({ self }) => id !== undefined && self.deviceId === this.server.rows.get(id)?.callerDeviceId,
    );
    if (id === undefined || placing === undefined) return;
    device.saidAccept = device.saidAccept.filter((one) => one !== id);
    const { deviceId: from } = device.self;
    placing.feed(
      { type: 'session', callId: id, event: { type: 'peerAccepted', deviceId: from } },
      this.nowMs,
    );
    for (const session of placing.inPhase('provisional')) {
      this.count('provisional');
      const row = this.server.rows.get(session.callId);
      if (row?.state === 'accepted' && row.calleeDeviceId !== from)
        this.count('provisional, another has won');
    }
  }

  private move(device: ModelDevice, how: number): void {
    const call = at(device.calls.elsewhere, how);
    if (call === undefined) return;
    device.move(call.id, this.nowMs);
    if (device.inPhase('moving').length > 0) this.count('move');
  }

  /** The device whose media flows to this one's, if both ends have agreed. */
  private farEnd(device: ModelDevice): ModelDevice | undefined {
    const mine = device.talking()[0];
    return this.devices.find(
      (other) =>
        other !== device &&
        other.self.accountId !== device.self.accountId &&
        other.talking()[0]?.callId === mine?.callId &&
        mine,
    );
  }

  private media(device: ModelDevice, what: 'media' | 'mediaLost' | 'peerHungUp' | 'peerAway'): void {
    const mine = device.talking()[0];
    if (mine === undefined) return;
    const far = this.farEnd(device);
    if (what === 'peerHungUp' && far !== undefined) return;
    const type = what === 'media' ? (far === undefined ? 'mediaLost' : 'mediaConnected') : what;
    device.feed({ type: 'session', callId: mine.callId, event: { type } }, this.nowMs);
  }

  passTime(byMs: number): void {
    this.nowMs += byMs;
    for (const device of this.devices) device.tick(this.nowMs);
  }

  /** Delivers everything, each queue in order, until nobody has anything to say. */
  flush(): void {
    for (let rounds = 0; this.isBusy(); rounds += 1) {
      if (rounds > 50) throw new Error('the devices and the server never stop talking');
      for (const device of this.devices) {
        for (const request of device.up.splice(0)) this.server.arrive(request);
      }
      while (this.server.handlers.length > 0) this.server.commit(0, this.nowMs);
      for (const device of this.devices) {
        for (const frame of device.down.splice(0)) device.hear(frame, this.nowMs);
      }
    }
  }

  private isBusy(): boolean {
    return (
      this.server.handlers.length > 0 || this.devices.some(({ up, down }) => up.length + down.length > 0)
    );
  }

  /** Everybody comes back online and every deadline passes, with media that flows wherever both ends agreed. */
  settle(): void {
    for (let step = 0; step < 16; step += 1) {
      for (const device of this.devices) this.reconnect(device, true);
      this.flush();
      for (const device of this.devices) this.media(device, 'media');
      this.passTime(10_000);
      this.server.word({ type: 'deadline' }, this.nowMs);
      this.flush();
    }
  }
}

/** `welcome` opens a socket: nothing that came after it arrives before it. */
function overtakable(down: readonly Down[]): readonly Down[] {
  return down[0]?.type === 'welcome' ? down.slice(0, 1) : down;
}
