import type { Json } from '../../core/types.ts';
import { unescaped } from '../../core/pointer.ts';

/** One operation of an OpenAPI document, as far as asking and judging need it. */
export interface Operation {
  readonly method: string;
  /** With the base path of the document's first server in front. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, DeclaredResponse>>;
  /** Media type → schema of what it takes. */
  readonly request: Readonly<Record<string, Json | undefined>>;
  /** True when the document demands a login of its operations and takes this one out by name (`security: []`). */
  readonly declaredOpen: boolean;
}
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  /** The document's own example or default, or one of its enumeration. */
  readonly sample: string | undefined;
  readonly schema: Fields;
}
/** Media type → schema. `pointer` is where the response stands, for references to it. */
export interface DeclaredResponse {
  readonly content: Readonly<Record<string, Json | undefined>>;
}
export type Fields = Readonly<Record<string, Json | undefined>>;

/** What a resource is asked for by a posted body, as many platforms do where a query grows too long for an address. */
export const asking = /^(search|filter|query|count|paginate|lookup|find|count_by|(get|fetch|find)[_-](?!.*(create|make|add|set|update|save|delete|remove))[\w-]+)$/i;

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** All operations of a document (OpenAPI 3.x; of Swagger 2 the paths and parameters), in the document's order. */
export function operationsOf(document: Json): readonly Operation[] {
  const base = basePath(fields(document));
  return Object.entries(fields(fields(document)['paths'])).flatMap(([path, item]) =>
    Object.entries(fields(item)).filter(([method]) => methods.includes(method)).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: base + path,
      parameters: parametersOf(document, fields(item)['parameters'], fields(operation)['parameters']),
      responses: responsesOf(document, fields(fields(operation)['responses'])),
      request: contentOf(document, fields(operation)['requestBody']),
      declaredOpen: list(fields(document)['security']).length > 0 && Array.isArray(fields(operation)['security']) && list(fields(operation)['security']).length === 0,
    })));
}

/** The value that a `#/a/b` reference stands for; what is not a reference stays. Ends on a circle. */
export function resolved(document: Json, value: Json | undefined): Json | undefined {
  let at = value;
  for (let depth = 0; depth < 20; depth++) {
    const reference = fields(at)['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith('#/')) return at;
    at = reference.slice(2).split('/').reduce<Json | undefined>((inside, name) => fields(inside)[unescaped(decodeURIComponent(name))], document);
  }
  return undefined;
}

export function fields(value: Json | undefined): Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {};
}

/** What is declared for a status: by itself, by its class (`2XX`), or for all others (`default`). */
export function responseFor(operation: Operation | undefined, status: number): DeclaredResponse | undefined {
  const responses = operation?.responses ?? {};
  return responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses['default'];
}

function basePath(document: Fields): string {
  const [server] = list(document['servers']);
  const url = fields(server)['url'] ?? document['basePath'];
  // Some write an address without its scheme (`127.0.0.1:8055`), which would read as a path.
  if (typeof url === 'string' && /^[\w.-]+:\d+(?:\/|$)/.test(url)) return new URL(`http://${url}`).pathname.replace(/\/$/, '');
  if (typeof url !== 'string' || url.includes('{') || !URL.canParse(url, 'http://localhost')) return '';
  return new URL(url, 'http://localhost').pathname.replace(/\/$/, '');
}

/** Those of the operation replace those of the path that have the same name and place. */
function parametersOf(document: Json, shared: Json | undefined, own: Json | undefined): readonly Parameter[] {
  const all = [...list(shared), ...list(own)].map((each) => parameter(document, fields(resolved(document, each))));
  return [...new Map(all.map((each) => [`${each.in} ${each.name}`, each])).values()];
}

function parameter(document: Json, raw: Fields): Parameter {
  // Swagger 2 has the schema's fields in the parameter itself.
  const schema = raw['schema'] === undefined ? raw : fields(resolved(document, raw['schema']));
  const [example] = Object.values(fields(raw['examples']));
  const candidates = [raw['example'], fields(resolved(document, example))['value'], schema['example'], list(schema['examples'])[0], schema['default'], list(schema['enum'])[0]];
  const sample = candidates.find((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
  return {
    name: String(raw['name'] ?? ''), in: String(raw['in'] ?? ''), required: raw['required'] === true, schema,
    sample: sample === undefined || sample === null ? undefined : String(sample),
  };
}

function responsesOf(document: Json, responses: Fields): Readonly<Record<string, DeclaredResponse>> {
  return Object.fromEntries(Object.entries(responses).map(([status, raw]) => [status, { content: contentOf(document, raw) }]));
}

function contentOf(document: Json, raw: Json | undefined): Readonly<Record<string, Json | undefined>> {
  const content = Object.entries(fields(fields(resolved(document, raw))['content']));
  return Object.fromEntries(content.map(([type, media]) => [type.toLowerCase(), fields(media)['schema']]));
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
