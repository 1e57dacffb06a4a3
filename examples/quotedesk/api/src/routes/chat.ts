import { z } from 'zod';
import { findRoom, latestMessages, listRooms, messageOfRow } from '@quotedesk/shared/data/chat.ts';
import type { Routes } from '../app.ts';
import { notFound, problemResponses } from '../problems.ts';

const room = z.object({ id: z.guid(), slug: z.string(), title: z.string() });
const roomsAnswer = z.object({ rooms: z.array(room).readonly() });

const message = z.object({
  id: z.guid(),
  client_id: z.guid(),
  author: z.string(),
  body: z.string(),
  created_at: z.iso.datetime(),
});
const messagesAnswer = z.object({ messages: z.array(message).readonly() });

const roomParams = z.object({ slug: z.string().min(1).max(60) });
const messagesQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const chatRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/chat/rooms',
    { schema: { tags: ['chat'], response: { 200: roomsAnswer, ...problemResponses } } },
    async () => ({ rooms: await listRooms(database) }),
  );

  app.get(
    '/api/chat/rooms/:slug/messages',
    {
      schema: {
        tags: ['chat'],
        params: roomParams,
        querystring: messagesQuery,
        response: { 200: messagesAnswer, ...problemResponses },
      },
    },
    async ({ params, query }) => {
      const found = await findRoom(database, params.slug);
      if (found === undefined) {
        throw notFound('room');
      }
      const rows = await latestMessages(database, found.id, query.limit);
      return { messages: rows.map(messageOfRow) };
    },
  );
};
