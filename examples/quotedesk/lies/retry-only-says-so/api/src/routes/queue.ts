import { z } from 'zod';
import type { Routes } from '../app.ts';
import { requireRole } from '../auth.ts';
import { listDeadLetters } from '../data/dead-letters.ts';
import { problemResponses } from '../problems.ts';

const queueAnswer = z.object({
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  failed: z.number().int(),
  oldest_waiting_seconds: z.number().nullable(),
});

const deadLetter = z.object({
  document_id: z.guid(),
  filename: z.string(),
  reason: z.string().nullable(),
  attempts: z.number().int(),
  failed_at: z.iso.datetime().nullable(),
});
const deadLettersAnswer = z.object({ total: z.number().int(), jobs: z.array(deadLetter).readonly() });

const documentParams = z.object({ documentId: z.guid() });
const retryAnswer = z.object({ document_id: z.guid(), status: z.literal('received') });

export const queueRoutes: Routes = (app, { database, queue }) => {
  const onRequest = requireRole('admin');

  app.get(
    '/api/queue',
    { onRequest, schema: { tags: ['queue'], response: { 200: queueAnswer, ...problemResponses } } },
    () => queue.state(),
  );

  app.get(
    '/api/queue/dead-letters',
    { onRequest, schema: { tags: ['queue'], response: { 200: deadLettersAnswer, ...problemResponses } } },
    () => listDeadLetters(database),
  );

  app.post(
    '/api/queue/dead-letters/:documentId/retry',
    {
      onRequest,
      schema: {
        tags: ['queue'],
        params: documentParams,
        response: { 202: retryAnswer, ...problemResponses },
      },
    },
    async ({ params: { documentId }, log }, reply) => {
      log.info({ documentId }, 'retry requested');
      return reply.code(202).send({ document_id: documentId, status: 'received' });
    },
  );
};
