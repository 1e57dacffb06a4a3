import type { Json } from '../../../core/types.ts';

/** The configured message with `${text}` replaced by a text and every `${id}` by a new UUID. */
export function filled(message: Json, text: string): Json {
  if (typeof message === 'string') return message.replaceAll('${text}', text).replaceAll('${id}', () => crypto.randomUUID());
  if (message === null || typeof message !== 'object') return message;
  if (Array.isArray(message)) return message.map((item: Json) => filled(item, text));
  return Object.fromEntries(Object.entries(message).map(([key, item]) => [key, filled(item, text)]));
}
