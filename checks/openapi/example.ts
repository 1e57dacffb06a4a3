import type { Json } from '../../core/types.ts';
import { fields, list, resolved, type Fields, type Operation } from './operations.ts';
import { valueOf, type Maker } from './value.ts';

/** What to send to an operation that takes a body. */
export interface SampleBody {
  readonly contentType: string;
  readonly text: string;
}

const boundary = 'assay-sample-boundary';

/** A body that the operation's schema allows, made of its examples where it has any; undefined where it takes none. */
export function bodyFor(document: Json, operation: Operation): SampleBody | undefined {
  const types = Object.keys(operation.request);
  const type = types.find((each) => /[/+]json/.test(each)) ?? types.find((each) => each.startsWith('multipart/')) ?? types[0];
  if (type === undefined) return undefined;
  const value = valueOf(document, operation.request[type], plain);
  if (/[/+]json/.test(type)) return { contentType: 'application/json', text: JSON.stringify(value ?? {}) };
  if (type.startsWith('multipart/')) return multipart(fields(resolved(document, operation.request[type])));
  if (type === 'application/x-www-form-urlencoded') return { contentType: type, text: new URLSearchParams(Object.entries(fields(value)).map(([key, each]) => [key, String(each)])).toString() };
  return { contentType: type.includes('*') ? 'text/plain' : type, text: typeof value === 'string' ? value : 'assay' };
}

/** The JSON that an operation takes, with what is required alone; undefined where it takes none. */
export function jsonFor(document: Json, operation: Operation): Json | undefined {
  const type = Object.keys(operation.request).find((each) => /[/+]json/.test(each));
  return type === undefined ? undefined : (valueOf(document, operation.request[type], plain) ?? {});
}

/** A small file in the first field that takes one. */
function multipart(schema: Fields): SampleBody {
  const names = Object.entries(fields(schema['properties']));
  const field = names.find(([, each]) => fields(each)['format'] === 'binary' || fields(each)['contentMediaType'] !== undefined)?.[0] ?? 'file';
  const text = [`--${boundary}`, `Content-Disposition: form-data; name="${field}"; filename="assay.txt"`, 'Content-Type: text/plain', '', 'assay', `--${boundary}--`, ''].join('\r\n');
  return { contentType: `multipart/form-data; boundary=${boundary}`, text };
}

/** The document's examples, and nothing but what is required. */
const plain: Maker = {
  given: ({ schema }) => [schema['example'], list(schema['examples'])[0], schema['default'], schema['const'], list(schema['enum'])[0]].find((each) => each !== undefined),
  wants: (_place, required) => required,
  items: ({ schema }) => (Number(schema['minItems'] ?? 0) > 0 ? 1 : 0),
  scalar: ({ schema, type }) => {
    if (type === 'integer' || type === 'number') return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    return type === 'boolean' ? false : textOf(schema);
  },
};

function textOf(schema: Fields): string {
  const formats: Readonly<Record<string, string>> = {
    'uuid': nobody, 'email': 'assay@example.com', 'date': '2026-01-01', 'date-time': '2026-01-01T00:00:00Z', 'uri': 'https://example.com/', 'ipv4': '192.0.2.1',
  };
  const format = formats[String(schema['format'])];
  return format ?? 'assay'.padEnd(Number(schema['minLength'] ?? 0), 'y');
}

/** An identifier of the right form that nothing has. */
export const nobody = '00000000-0000-4000-8000-000000000000';
