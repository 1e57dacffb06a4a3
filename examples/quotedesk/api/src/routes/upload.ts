import { createHash } from 'node:crypto';
import type { MultipartFile } from '@fastify/multipart';
import { z } from 'zod';
import { StoreUnavailable } from '@quotedesk/shared/errors.ts';
import type { Routes } from '../app.ts';
import { principalOf } from '../auth.ts';
import type { Context } from '../context.ts';
import { storeUpload, type StoredUpload, type Upload } from '../data/documents.ts';
import { Problem, problemResponses } from '../problems.ts';
import { documentStatus } from './schemas.ts';

const uploadAnswer = z.object({ id: z.guid(), status: documentStatus });

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;
const UNKNOWN_TYPE = 'application/octet-stream';
const LONGEST_NAME = 255;

/** The name is shown and searched, never used as a path. PostgreSQL takes no NUL, and nobody wants control characters. */
function cleanName(filename: string | undefined): string {
  const name = (filename ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME);
  if (name === '') {
    throw new Problem(400, 'The file has no name.');
  }
  return name;
}

async function readUpload(file: MultipartFile | undefined, uploadedBy: string): Promise<Upload> {
  if (file === undefined) {
    throw new Problem(400, 'The request has no file.');
  }
  const content = await file.toBuffer();
  return {
    filename: cleanName(file.filename),
    mediaType: MEDIA_TYPE.test(file.mimetype) ? file.mimetype : UNKNOWN_TYPE,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
    uploadedBy,
  };
}

/**
 * The row is committed before the job exists. When the queue cannot be reached the caller is told so, and nothing
 * is undone: somebody else may have been given the same document meanwhile, and the worker finds rows without a job.
 */
async function enqueue({ queue }: Context, document: StoredUpload): Promise<void> {
  try {
    await (document.isNew ? queue.enqueue(document.id) : queue.enqueueIfIdle(document.id));
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      throw new Problem(503, 'The queue does not answer; sending the same file again later is safe.', {
        'retry-after': '5',
      });
    }
    throw error;
  }
}

export const uploadRoutes: Routes = (app, context) => {
  app.post(
    '/api/documents',
    {
      schema: {
        tags: ['documents'],
        consumes: ['multipart/form-data'],
        response: { 200: uploadAnswer, 202: uploadAnswer, ...problemResponses },
      },
    },
    async (request, reply) => {
      if (!request.isMultipart()) {
        throw new Problem(415, 'A file is sent as multipart/form-data.');
      }
      const upload = await readUpload(await request.file(), principalOf(request).userId);
      const document = await storeUpload(context.database, upload);
      if (document.isNew || document.status === 'received') {
        await enqueue(context, document);
      }
      const { id, status } = document;
      return reply.code(document.isNew ? 202 : 200).send({ id, status });
    },
  );
};
