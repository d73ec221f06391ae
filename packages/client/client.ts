import type { AccountId, EventFrame, IdentityKey, SessionId, Welcome } from '@parley/protocol';
import * as z from 'zod/mini';
import type { AccountState, ClientOptions, ParleyClient } from './api.ts';
import { Calls } from './call/calls.ts';
import { createCallsApi } from './call/calls-api.ts';
import { createIdentities } from './call/identity/identities.ts';
import type { Identities } from './call/identity/identities.ts';
import { DeviceChoices } from './call/media/device-choices.ts';
import { MissedCalls } from './call/missed.ts';
import { Connection } from './connection/connection.ts';
import { createContacts } from './contacts/lazy-contacts.ts';
import { createDownload, createRequest } from './http.ts';
import type { Request } from './http.ts';
import { createNotifications } from './notifications/notifications.ts';
import { createPorts, inPage } from './ports.ts';
import type { Ports } from './ports.ts';
import { Account } from './state/account.ts';
import { Conversations } from './state/conversations.ts';
import { Messages } from './state/messages.ts';
import { createPeople } from './state/people.ts';
import { createPlanApi } from './state/plan.ts';
import { readSoon } from './state/read-soon.ts';

// A page's Content-Security-Policy forbids eval, which zod would use to be faster.
z.config({ jitless: true });

/** Where the server is and how this client is known there. */
function wayOf(options: ClientOptions) {
  return {
    origin: new URL(options.origin).origin,
    carry: options.carry ?? (inPage() ? 'cookie' : 'bearer'),
    platform: options.platform ?? (inPage() ? 'web' : 'other'),
  };
}

/** A socket says who it is by a ticket where there is no cookie to do so. */
function wayOfSocket({ origin, carry, platform }: ReturnType<typeof wayOf>, request: Request) {
  return {
    origin,
    platform,
    takeTicket: carry === 'bearer' ? async () => (await request('createTicket', {})).ticket : undefined,
    checkSession: async () => await request('getMe', {}),
  };
}

/** The parts of a client, put together once. What one part tells another goes through here. */
class Assembly {
  readonly #request: Request;
  readonly #account: Account;
  readonly #connection: Connection;
  readonly #conversations: Conversations;
  readonly #messages: Messages;
  readonly #calls: Calls;
  readonly #missed: MissedCalls;
  readonly #devices: DeviceChoices;
  readonly #identities: Identities;
  readonly #rollout: ReturnType<typeof readSoon>;
  readonly #contacts: ReturnType<typeof createContacts>;
  readonly #notifications: ReturnType<typeof createNotifications>;
  readonly #letGo: (() => void)[];
  #sessionId: SessionId | undefined;

  constructor(options: ClientOptions, ports: Ports) {
    const way = wayOf(options);
    const { origin, carry, platform } = way;
    const session = {
      id: () => this.#sessionId,
      token: () => this.#account.token,
      onUnauthenticated: () => this.#account.left('revoked'),
    };
    const request = createRequest(ports, origin, session);
    this.#request = request;
    this.#account = new Account(request, createDownload(ports, origin, session), {
      platform,
      carry,
      token: options.token,
      label: options.label,
    });
    this.#identities = createIdentities(ports.identityStorage, ports.nowMs);
    const identityKey = ports.media === undefined ? undefined : async () => await this.#identityKey();
    const wayIn = { ...wayOfSocket(way, request), identityKey };
    this.#connection = new Connection(ports, wayIn, {
      onWelcome: (welcome) => this.#onWelcome(welcome),
      onEvent: (frame) => this.#onEvent(frame),
      onSignedOut: () => this.#account.left('revoked'),
      isInCall: () => this.#calls.isInCall,
    });
    const me = (): AccountId | undefined => this.#account.me?.person.id;
    const connection = this.#connection;
    const conversations = new Conversations(request, me);
    this.#conversations = conversations;
    this.#messages = new Messages({ request, connection, conversations, ports, me });
    this.#devices = new DeviceChoices(ports.media, ports.storage);
    this.#calls = this.#createCalls(ports, options.relayOnly ?? false);
    this.#missed = new MissedCalls(conversations);
    this.#rollout = readSoon(ports.random, () => {
      // Offline again by now, the next welcome has both read.
      this.#account.refresh().catch(() => undefined);
      conversations.refresh().catch(() => undefined);
    });
    this.#contacts = createContacts({
      request,
      ports,
      me: () => this.#account.me,
      saveSettings: (body) => this.#account.keep(request('putAddressBookSettings', { body })),
      storage: options.contactStorage,
    });
    this.#notifications = createNotifications({
      request,
      workerPath: options.serviceWorker ?? '/sw.js',
      keepMe: (answer) => this.#account.keep(answer),
      keepConversation: (answer) => conversations.keep(answer),
    });
    this.#letGo = [
      this.#account.state.subscribe((_, before) => this.#onAccount(before)),
      ports.onWake((because) => because === 'network' && this.#calls.onNetworkChange()),
      ports.onLeave(() => this.#calls.goAway()),
    ];
  }

  api(): ParleyClient {
    const account = this.#account.api();
    return {
      account: {
        ...account,
        signOut: async () => {
          this.#calls.leave();
          await account.signOut();
        },
      },
      connection: this.#connection.state,
      people: createPeople(this.#request),
      conversations: this.#conversations.api(),
      messages: this.#messages.api(),
      calls: createCallsApi(this.#calls, this.#request, this.#devices, (listener) =>
        this.#missed.onMissed(listener),
      ),
      contacts: this.#contacts,
      notifications: this.#notifications.api,
      plan: createPlanApi(this.#request, (answer) => this.#account.keep(answer)),
      online: () => this.#connection.online(),
      ping: async () => {
        const startedAtMs = performance.now();
        await this.#connection.request('ping', {});
        return performance.now() - startedAtMs;
      },
      request: this.#request,
      close: () => this.#close(),
    };
  }

  #close(): void {
    for (const letGo of this.#letGo) letGo();
    this.#calls.leave();
    this.#end();
    this.#devices.close();
    this.#connection.close();
  }

  #createCalls(ports: Ports, relayOnly: boolean): Calls {
    return new Calls({
      connection: this.#connection,
      request: this.#request,
      ports,
      relayOnly,
      devices: this.#devices,
      identity: (accountId) => this.#identities.of(accountId),
      pins: (accountId) => this.#identities.pins(accountId),
      mayPreconnect: () => this.#mayPreconnect(),
      lookUpPeer: async (conversationId) => (await this.#conversations.get(conversationId)).peer,
    });
  }

  async #identityKey(): Promise<IdentityKey | undefined> {
    const me = this.#account.me?.person.id;
    return me === undefined ? undefined : (await this.#identities.of(me))?.publicKey;
  }

  /** Here the device itself sees to it; the server has decided already. */
  #mayPreconnect(): boolean {
    const { me } = this.#account;
    return me?.preconnectAvailable === true && me.callPrivacy.preconnect;
  }

  /** Connects with a new session, lets go of the one before. */
  #onAccount(before: AccountState): void {
    const state = this.#account.state.getState();
    if (state.status === 'signedIn' && !state.me.callsAvailable) this.#calls.stopRinging();
    const sessionId = state.status === 'signedIn' ? state.sessionId : undefined;
    if (sessionId === this.#sessionId) return;
    // Thrown out, one may sign in again and find unsent messages as they were; who signs out leaves nothing behind.
    if (state.status === 'signedOut' && state.because === 'signedOut') {
      this.#messages.forget();
      if (before.status === 'signedIn') {
        this.#contacts.forget(before.me.person.id).catch(() => undefined);
        this.#identities.forget(before.me.person.id).catch(() => undefined);
      }
    }
    if (state.status === 'signedOut') this.#notifications.forget();
    this.#end();
    this.#sessionId = sessionId;
    if (state.status !== 'signedIn') return;
    this.#calls.begin(state.me.person.id);
    this.#messages.begin(state.me.person.id);
    this.#connection.start();
  }

  #end(): void {
    this.#sessionId = undefined;
    this.#calls.reset();
    this.#connection.stop();
    this.#messages.reset();
    this.#conversations.reset();
    this.#missed.reset();
    this.#rollout.forget();
  }

  #onWelcome(welcome: Welcome): void {
    this.#calls.onWelcome(welcome);
    this.#messages.onWelcome();
    // What cannot be read now is read after the next welcome. The threads are, whether or not the lists could be.
    void this.#conversations
      .refresh()
      .catch(() => undefined)
      .then(() => this.#messages.catchUp());
    this.#account.refresh().catch(() => undefined);
  }

  #onEvent(frame: EventFrame): void {
    switch (frame.type) {
      case 'message.created':
        this.#messages.onMessage(frame.message);
        // Where calls have not reached, there are no notices of them either (ROLL-7).
        if (this.#account.me?.callsAvailable === true)
          this.#missed.onMessage(frame.message, this.#account.me.person.id);
        return;
      case 'conversation.changed':
        return this.#conversations.changed(frame.conversationId);
      case 'conversation.read':
        return this.#conversations.onRead(frame);
      case 'typing.changed':
        return this.#messages.onTyping(frame);
      case 'feature.changed':
        return this.#rollout.ask();
      case 'account.changed':
        this.#account.refresh().catch(() => undefined);
        return;
      case 'call.ringing':
      case 'call.accepted':
      case 'call.ended':
      case 'call.signalled':
      case 'call.offered':
      case 'call.peer-gone':
        return this.#calls.onFrame(frame);
    }
  }
}

/** A client in surroundings of the caller's making; tests make their own. */
export function assembleClient(options: ClientOptions, ports: Ports): ParleyClient {
  return new Assembly(options, ports).api();
}

/**
 * A client of one Parley server, for one person at a time. Nothing is sent before the first sign-in or `resume`.
 *
 * @throws TypeError when `origin` is not a URL
 */
export function createClient(options: ClientOptions): ParleyClient {
  return assembleClient(options, createPorts(options));
}
