import { z } from 'zod';
import type { Json, Kind } from '../../core/types.ts';

const call = z.object({
  status: z.number(),
  contentType: z.string().optional(),
  ms: z.number(),
});

const endpoint = z.object({
  method: z.string(),
  /** The template: `/api/quotes/{id}`. */
  path: z.string(),
  /** What was asked: the template filled in. Absent when it was not asked. */
  url: z.string().optional(),
  /** Whose token was sent; absent when none was. */
  role: z.string().optional(),
  /** The status that the configuration expects. */
  status: z.number().optional(),
  /** Query parameters whose values assay made up, as the document gives no example: a refusal of those says nothing. */
  guessed: z.array(z.string()),
  /** All calls, in order; the first one met the endpoint cold. */
  calls: z.array(call),
  /** The first answer's text, at most 256 KiB. */
  body: z.string().optional(),
  bodyCut: z.boolean().optional(),
  /** The network's words when no answer came. */
  broke: z.string().optional(),
  /** Why it could not be asked. */
  unproven: z.string().optional(),
});

const answers = z.object({
  service: z.string(),
  /** `http://127.0.0.1:PORT` as it was in the run. */
  origin: z.string(),
  /** Where the list of endpoints came from. */
  source: z.string(),
  /** Why there is no OpenAPI document, where one was named. */
  unreadable: z.string().optional(),
  /** The OpenAPI document, as read. */
  document: z.custom<Json>().optional(),
  endpoints: z.array(endpoint),
  /** `METHOD /path` of those that change data: found, and not asked by this probe. */
  writes: z.array(z.string()),
});
export type EndpointAnswers = z.output<typeof answers>;
export type AskedEndpoint = EndpointAnswers['endpoints'][number];

/** What each endpoint that only reads answered. */
export const endpointAnswers: Kind<EndpointAnswers> = { name: 'endpoint-answers', parse: (raw) => answers.parse(raw) };
