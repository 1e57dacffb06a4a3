import swagger, { type SwaggerTransform } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

const UPLOAD_BODY = {
  type: 'object',
  properties: { file: { type: 'string', format: 'binary' } },
  required: ['file'],
};

/** The body of an upload is a stream that no schema checks, so it is described here. */
const transform: SwaggerTransform = (route) => {
  const result = jsonSchemaTransform(route);
  return route.schema.consumes?.includes('multipart/form-data')
    ? { ...result, schema: { ...result.schema, body: UPLOAD_BODY } }
    : result;
};

export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'quotedesk',
        version: '1.0.0',
        description:
          'Requests for quotation come in as documents, are read, matched with products, and quoted.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ bearer: [] }],
    },
    transform,
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
