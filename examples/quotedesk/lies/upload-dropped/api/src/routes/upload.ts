import { createHash, randomUUID } from 'node:crypto';
import type { MultipartFile } from '@fastify/multipart';
import { z } from 'zod';
import type { Routes } from '../app.ts';
import { principalOf } from '../auth.ts';
import type { Context } from '../context.ts';
import type { Upload } from '../data/documents.ts';
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

async function receive({ logger }: Context, upload: Upload): Promise<{ id: string; status: 'received' }> {
  const id = randomUUID();
  logger.info({ id, filename: upload.filename, bytes: upload.content.length }, 'upload received');
  return { id, status: 'received' };
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
      return reply.code(202).send(await receive(context, upload));
    },
  );
};
