import * as z from 'zod/mini';
import { byConversation, pageSize, timeInQuery } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { Conversation, Folder, Message } from '../message.ts';
import { Handle } from '../person.ts';

/** Conversations and their threads. */
export const CONVERSATION_ENDPOINTS = {
  listConversations: {
    method: 'GET',
    path: '/api/conversations',
    auth: 'session',
    summary: 'Your conversations, the latest activity first',
    query: z.strictObject({
      folder: Folder,
      /** Only conversations whose last activity is before this time. */
      beforeMs: timeInQuery,
      limit: pageSize,
    }),
    result: z.object({ conversations: z.array(Conversation), requestCount: z.int() }),
  },
  openConversation: {
    method: 'POST',
    path: '/api/conversations',
    auth: 'session',
    summary: 'The conversation with a person, made if there is none',
    body: z.strictObject({ handle: Handle }),
    result: Conversation,
  },
  getConversation: {
    method: 'GET',
    path: '/api/conversations/:conversationId',
    auth: 'session',
    summary: 'One conversation',
    params: byConversation,
    result: Conversation,
  },
  acceptRequest: {
    method: 'POST',
    path: '/api/conversations/:conversationId/accept',
    auth: 'session',
    summary: 'Move a message request to the inbox',
    params: byConversation,
    result: Conversation,
  },
  listMessages: {
    method: 'GET',
    path: '/api/conversations/:conversationId/messages',
    auth: 'session',
    summary: 'A page of the thread, in ascending order',
    params: byConversation,
    query: z.strictObject({
      /** The page that ends just before this seq; without either, the latest page. */
      beforeSeq: z.optional(z.coerce.number().check(z.int())),
      /** The page that begins just after this seq. */
      afterSeq: z.optional(z.coerce.number().check(z.int())),
      limit: pageSize,
    }),
    result: z.object({ messages: z.array(Message), lastSeq: z.int() }),
  },
  mute: {
    method: 'PUT',
    path: '/api/conversations/:conversationId/mute',
    auth: 'session',
    summary: 'No notices of new messages in this conversation; calls still ring',
    params: byConversation,
    result: Conversation,
  },
  unmute: {
    method: 'DELETE',
    path: '/api/conversations/:conversationId/mute',
    auth: 'session',
    summary: 'Notices of new messages in this conversation again',
    params: byConversation,
    result: Conversation,
  },
} as const satisfies Record<string, Endpoint>;
