// Parley by its SDK, as its app uses it.

import { createClient } from '@parley/client';
import type { CallView, ParleyClient } from '@parley/client';
import type { Contestant, Setup } from './bench-page.ts';
import { mount } from './mount.ts';

type Peer = CallView['peer'];
type ConversationId = Parameters<ParleyClient['messages']['thread']>[0];

mount(({ senses, onLink }): Contestant => {
  let client: ParleyClient;
  let peer: Peer;
  let conversationId: ConversationId;

  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (holds()) return resolve();
      const stop = client.calls.state.subscribe(() => {
        if (!holds()) return;
        stop();
        resolve();
      });
    });
  const ringing = (): CallView | undefined => client.calls.state.getState().incoming[0];
  const current = (): CallView | undefined => client.calls.state.getState().current;
  /** As the app's stage does: it shows the other side from the accept on. */
  const show = (): void => {
    const call = current();
    if (call?.phase !== 'connecting' && call?.phase !== 'connected') return;
    if (call.remoteStream !== undefined) senses.attend(call.remoteStream);
  };
  return {
    begin: async ({ self, peer: other, password = '', isReloaded = false, lessData = false }: Setup) => {
      // Without TLS a browser keeps the cookie from localhost alone.
      const carry = location.hostname === 'localhost' ? 'cookie' : 'bearer';
      client = createClient({ origin: location.origin, carry });
      client.calls.state.subscribe(show);
      client.calls.devices.setLessData(lessData);
      client.connection.subscribe(({ status }, before) => {
        if ((status === 'online') !== (before.status === 'online')) onLink(status === 'online');
      });
      if (isReloaded) await client.account.resume();
      else await client.account.signIn({ handle: self, password });
      await client.online();
      peer = (await client.people.profile(other)).person;
      conversationId = (await client.conversations.open(other)).id;
      // Kept current from the first look on.
      client.messages.thread(conversationId);
    },
    intend: () => client.calls.intend(peer),
    place: async () => void client.calls.place(peer, 'video'),
    untilIncoming: () => until(() => ringing() !== undefined),
    preview: async () => {
      ringing()?.actions.setPreview?.(true);
      await until(() => (ringing()?.localStream?.getVideoTracks().length ?? 0) > 0);
    },
    accept: () => ringing()?.actions.accept?.({ camera: true }),
    hangUp: () => {
      const actions = current()?.actions;
      (actions?.hangUp ?? actions?.cancel)?.();
    },
    untilIdle: async () => {
      await until(() => ringing() === undefined && [undefined, 'ended'].includes(current()?.phase));
      current()?.actions.dismiss?.();
    },
    write: (text) => void client.messages.send(conversationId, text).catch(() => undefined),
    read: () =>
      client.messages
        .thread(conversationId)
        .getState()
        .items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])),
  };
});
