import type { CallPrivacy, CallSettings, Me, Platform, Session, SessionId, SignedIn } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { AccountApi, AccountState } from '../api.ts';
import { ParleyError, toParleyError } from '../error.ts';
import type { Download, Request } from '../http.ts';

interface AccountOptions {
  platform: Platform;
  carry: 'cookie' | 'bearer';
  token: string | undefined;
  label: string | undefined;
}

/** Who is signed in here, and that person's settings and sessions. */
export class Account {
  readonly state: StoreApi<AccountState> = createStore<AccountState>(() => ({ status: 'unknown' }));
  readonly #request: Request;
  readonly #download: Download;
  readonly #options: AccountOptions;
  #token: string | undefined;
  /** The person is ending this very session; its sockets may hear of that before the answer comes. */
  #isLeaving = false;

  constructor(request: Request, download: Download, options: AccountOptions) {
    this.#request = request;
    this.#download = download;
    this.#options = options;
    this.#token = options.token;
  }

  api(): AccountApi {
    return {
      state: this.state,
      signUp: async (input) =>
        this.#enter(await this.#request('signUp', { body: { ...input, ...this.#how() } })),
      signIn: async (input) =>
        this.#enter(await this.#request('signIn', { body: { ...input, ...this.#how() } })),
      signInByLink: async (token) =>
        this.#enter(await this.#request('signInByLink', { body: { token, ...this.#how() } })),
      resume: async () => await this.resume(),
      signOut: async () => await this.#signOut(),
      setDisplayName: async (displayName) =>
        this.#keep(await this.#request('updateMe', { body: { displayName } })),
      setCallSettings: async (settings: CallSettings) =>
        this.#keep(await this.#request('putCallSettings', { body: settings })),
      setCallPrivacy: async (privacy: CallPrivacy) =>
        this.#keep(await this.#request('putCallPrivacy', { body: privacy })),
      listSessions: async () => await this.#listSessions(),
      revokeSession: async (sessionId) => await this.#revoke(sessionId),
      exportData: async () => await this.#download('exportMe'),
      deleteAccount: async (confirm) => {
        await this.#leaving(() => this.#request('deleteMe', { body: { confirm } }));
        this.left('signedOut');
      },
      token: () => this.#token,
    };
  }

  get token(): string | undefined {
    return this.#token;
  }

  get me(): Me | undefined {
    const state = this.state.getState();
    return state.status === 'signedIn' ? state.me : undefined;
  }

  async resume(): Promise<void> {
    // Without a token there is nothing to ask about; a cookie is not ours to see.
    if (this.#options.carry === 'bearer' && this.#token === undefined) return this.left('signedOut');
    try {
      // One after the other: a page that nobody is signed in to asks, and is refused, once.
      const me = await this.#request('getMe', {});
      const sessions = await this.#listSessions();
      const current = sessions.find((session) => session.current);
      if (current === undefined) throw new ParleyError('internal', 'no session is marked as the current one');
      this.state.setState({ status: 'signedIn', me, sessionId: current.id }, true);
    } catch (thrown) {
      // `left` has been called by the request itself.
      if (toParleyError(thrown).code !== 'unauthenticated') throw thrown;
    }
  }

  /** The session is over; the server says so, or the person did. */
  left(because: 'signedOut' | 'revoked'): void {
    const before = this.state.getState().status;
    this.#token = undefined;
    if (before === 'signedOut') return;
    // A page that was never signed in was not thrown out either.
    this.state.setState(
      before === 'signedIn'
        ? { status: 'signedOut', because: this.#isLeaving ? 'signedOut' : because }
        : { status: 'signedOut' },
      true,
    );
  }

  /** Reads one's own account again, after `account.changed` or a reconnect. */
  async refresh(): Promise<void> {
    this.#keep(await this.#request('getMe', {}));
  }

  /** Keeps an answer that holds the account as it is now. */
  async keep(answer: Promise<Me>): Promise<Me> {
    return this.#keep(await answer);
  }

  #how(): { platform: Platform; carry: 'cookie' | 'bearer'; label?: string } {
    const { platform, carry, label } = this.#options;
    return { platform, carry, ...(label === undefined ? {} : { label }) };
  }

  #enter({ me, sessionId, token }: SignedIn): Me {
    this.#token = token;
    this.state.setState({ status: 'signedIn', me, sessionId }, true);
    return me;
  }

  #keep(me: Me): Me {
    const state = this.state.getState();
    // An answer that comes after signing out, or after someone else signed in, is nobody's any more.
    if (state.status === 'signedIn' && state.me.person.id === me.person.id)
      this.state.setState({ ...state, me }, true);
    return me;
  }

  async #signOut(): Promise<void> {
    try {
      await this.#leaving(() => this.#request('signOut', {}));
    } catch (thrown) {
      // Being signed out already is what was asked for. Offline, the session would live on: the person must know.
      if (toParleyError(thrown).code !== 'unauthenticated') throw thrown;
    }
    this.left('signedOut');
  }

  async #leaving(request: () => Promise<unknown>): Promise<void> {
    this.#isLeaving = true;
    try {
      await request();
    } finally {
      this.#isLeaving = false;
    }
  }

  async #listSessions(): Promise<readonly Session[]> {
    const { sessions } = await this.#request('listSessions', {});
    return sessions;
  }

  async #revoke(sessionId: SessionId): Promise<void> {
    const revoke = (): Promise<unknown> => this.#request('revokeSession', { params: { sessionId } });
    const state = this.state.getState();
    if (state.status !== 'signedIn' || state.sessionId !== sessionId) return void (await revoke());
    await this.#leaving(revoke);
    this.left('signedOut');
  }
}
