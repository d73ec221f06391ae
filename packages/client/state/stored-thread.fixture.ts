import { MAX_PAGE_SIZE } from '@parley/protocol';
import type { AccountId, ClientMsgId, MessageId, TextMessage } from '@parley/protocol';
import { BEN, fakeConversation, fakeId, Refusal } from '../testing/index.ts';
import type { ScriptedServer } from '../testing/index.ts';

export const conversation = fakeConversation();

/** One conversation as a server stores it: gap-free, exactly once per `clientMsgId` (MSG-2, MSG-3). */
export class StoredThread {
  readonly rows: TextMessage[] = [];
  readonly #server: ScriptedServer;

  constructor(server: ScriptedServer) {
    this.#server = server;
    server.endpoints.listMessages = ({ query: { beforeSeq, afterSeq, limit } }) => {
      const before = this.rows.filter((row) => row.seq < (beforeSeq ?? Infinity));
      const messages =
        afterSeq === undefined
          ? before.slice(-limit)
          : this.rows.filter((row) => row.seq > afterSeq).slice(0, Math.min(limit, MAX_PAGE_SIZE));
      return { messages, lastSeq: this.rows.length };
    };
    const current = () => ({
      ...conversation,
      lastSeq: this.rows.length,
      lastMessage: this.rows.at(-1) ?? null,
    });
    server.endpoints.getConversation = current;
    server.endpoints.listConversations = ({ query: { folder } }) => ({
      conversations: folder === 'inbox' ? [current()] : [],
      requestCount: 0,
    });
    server.frames['message.send'] = ({ clientMsgId, text }) => {
      if (text === 'refuse me') throw new Refusal('message_refused');
      return { message: this.store(server.me.person.id, text, clientMsgId) };
    };
  }

  /** The peer writes; `tell`: the frame about it arrives. */
  write(text: string, tell = true): TextMessage {
    const row = this.store(BEN.id, text, fakeId(this.rows.length, 'f') as ClientMsgId);
    if (tell) this.#server.emit({ type: 'message.created', message: row });
    return row;
  }

  store(authorId: AccountId, text: string, clientMsgId: ClientMsgId): TextMessage {
    const known = this.rows.find((row) => row.authorId === authorId && row.clientMsgId === clientMsgId);
    if (known !== undefined) return known;
    const seq = this.rows.length + 1;
    const id = fakeId(seq, 'e') as MessageId;
    const row: TextMessage = {
      kind: 'text',
      id,
      conversationId: conversation.id,
      authorId,
      clientMsgId,
      seq,
      createdAtMs: seq,
      text,
    };
    this.rows.push(row);
    return row;
  }
}
