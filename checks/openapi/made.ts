import type { WriteSample } from '../../core/ports.ts';
import type { Json } from '../../core/types.ts';
import { fields, list, type Fields, type Operation } from './operations.ts';
import { recordWith, type Listed } from './sample.ts';
import { valueOf, type Maker, type Place } from './value.ts';

/** A body made from the schema, with placeholders (`${text}`, `${lower:8}`) where each request is to have a value of its own. */
export type MadeBody = Pick<WriteSample, 'body' | 'form'>;

/**
 * Bodies for an operation that has no sample, the fullest first: one with optional texts, so that what becomes of them is seen too, and one with what is required alone,
 * where the first is refused. References to other things are taken from what the platform's lists hold. None where the operation takes what cannot be made.
 */
export function madeBodies(document: Json | undefined, operation: Operation, listed: readonly Listed[]): readonly MadeBody[] {
  const types = Object.keys(operation.request);
  // Nothing is said of a body: some want an empty one all the same.
  if (types.length === 0) return operation.method === 'DELETE' ? [{}] : [{}, { body: {} }];
  const type = types.find((each) => /[/+]json/.test(each)) ?? types.find((each) => each.startsWith('multipart/') || each === 'application/x-www-form-urlencoded');
  if (type === undefined || document === undefined) return [];
  const bodies = [true, false].map((wide) => valueOf(document, operation.request[type], makerFor(operation, listed, wide)));
  const made = bodies.flatMap((body): readonly MadeBody[] => {
    if (body === undefined) return [];
    if (/[/+]json/.test(type)) return [{ body }];
    const form = Object.entries(fields(body)).filter(([, value]) => value !== null);
    return type.startsWith('multipart/') ? [{ form: Object.fromEntries(form.map(([name, value]) => [name, isFile(value) ? aFile : String(value)])) }] : [];
  });
  return made.filter((each, index) => made.findIndex((other) => JSON.stringify(other) === JSON.stringify(each)) === index);
}

/** What stands for a file until the form is made. */
const fileMark = '${file}';
const aFile = { filename: '${lower:12}.txt', type: 'text/plain', text: '${text}\n' } as const;
const isFile = (value: Json | undefined): boolean => value === fileMark;

function makerFor(operation: Operation, listed: readonly Listed[], wide: boolean): Maker {
  return {
    given: ({ schema }) => [schema['const'], list(schema['enum'])[0]].find((each) => each !== undefined && each !== null),
    wants: (place, required) => required || (wide && isPlainText(place)),
    items: ({ schema }) => Math.max(1, Number(schema['minItems'] ?? 0)),
    scalar: (place) => scalarOf(place, operation, listed),
  };
}

/** A text in words: not a reference, nor of a form that may be refused. */
function isPlainText({ name, schema, type }: Place): boolean {
  if (type !== 'string' && !list(schema['anyOf']).some((each) => fields(each)['type'] === 'string' && fields(each)['format'] === undefined)) return false;
  return schema['format'] === undefined && schema['pattern'] === undefined && schema['enum'] === undefined && /^(name|title|label|description|note|notes|comment|comments|text|body|message|summary|reason|subject|content|remark|remarks|topic|display_?name|(first|last|full)_?name|phone|city|street)$/i.test(name);
}

function scalarOf(place: Place, operation: Operation, listed: readonly Listed[]): Json | undefined {
  const { name, schema, type } = place;
  const known = recordWith(name, operation.path, listed, type === 'integer' || type === 'number' ? 'number' : 'string');
  if (known !== undefined) return known;
  if (type === 'integer' || type === 'number') return numberOf(schema, type);
  if (type === 'boolean') return true;
  return type === 'string' || type === undefined ? textOf(name, schema) : undefined;
}

/** Within its bounds; the document's own example or default else. */
function numberOf(schema: Fields, type: string): Json {
  const [least, most] = [bound(schema, 'minimum', 'exclusiveMinimum', 1), bound(schema, 'maximum', 'exclusiveMaximum', -1)];
  const usual = [schema['example'], schema['default']].find((each) => typeof each === 'number');
  if (usual !== undefined) return usual;
  const value = Math.max(least ?? 1, Math.min(most ?? 12, 12));
  return type === 'integer' ? Math.ceil(value) : value;
}

/** OpenAPI 3.0 marks an excluded bound by a flag, 3.1 gives it under a name of its own. */
function bound(schema: Fields, name: string, excluded: string, inward: number): number | undefined {
  const flag = schema[excluded];
  if (typeof flag === 'number') return flag + inward;
  const value = schema[name];
  return typeof value === 'number' ? value + (flag === true ? inward : 0) : undefined;
}

const formats: Readonly<Record<string, string>> = {
  'uuid': '${id}', 'email': '${lower:12}@example.com', 'date': '2031-05-14', 'date-time': '2031-05-14T09:30:00Z', 'time': '09:30:00', 'uri': 'https://example.com/${lower:12}', 'url': 'https://example.com/${lower:12}', 'hostname': '${lower:12}.example.com',
  'ipv4': '192.0.2.1', 'ipv6': '2001:db8::1', 'byte': 'YXNzYXk=', 'binary': fileMark, 'decimal': '12.5', 'password': 'Qz7!${lower:12}', 'slug': '${lower:12}', 'duration': 'PT30M',
};
/** What a name says where the schema does not. */
const byName: readonly (readonly [RegExp, string])[] = [
  [/e?mail$/i, '${lower:12}@example.com'], [/password|secret/i, 'Qz7!${lower:12}'], [/(^|_)(url|uri|link|website|homepage)$/i, 'https://example.com/${lower:12}'], [/phone|mobile|fax/i, '+49301${digits:7}'], [/slug$/i, '${lower:12}'],
  [/^(color|colour)$/i, '#336699'], [/^(currency|currency_?code)$/i, 'EUR'], [/^(country|country_?code)$/i, 'DE'], [/^(language|locale|lang)$/i, 'en'], [/^(time_?zone|tz)$/i, 'UTC'],
  [/(date_?of_?birth|birth_?date|birthday|^dob)$/i, '1987-03-09'], [/_at$|[a-z]At$/, '2031-05-14T09:30:00Z'], [/(^|_)(date|day|due)$|Date$/, '2031-05-14'],
];

/** A text of its own for each request, in a form that the schema allows; undefined where none of the known ones is. */
function textOf(name: string, schema: Fields): string | undefined {
  const format = String(schema['format'] ?? '');
  const named = byName.find(([pattern]) => pattern.test(name))?.[1];
  const isBirth = named?.startsWith('19') === true;
  const usual = isBirth && format.startsWith('date') ? named : formats[format];
  if (usual !== undefined && schema['pattern'] === undefined) return usual;
  const [least, most] = [Number(schema['minLength'] ?? 0), Number(schema['maxLength'] ?? 200)];
  const size = Math.max(least, Math.min(most, 12));
  const forms = [...(named === undefined ? [] : [named]), ...(most >= 24 && least <= 24 ? ['${text}'] : []), ...['lower', 'upper', 'digits'].map((kind) => `\${${kind}:${size}}`), ...given(schema)];
  const pattern = patternOf(schema['pattern']);
  return forms.find((form) => fits(form, pattern, least, most));
}

const given = (schema: Fields): readonly string[] => [schema['example'], list(schema['examples'])[0], schema['default']].filter((each): each is string => typeof each === 'string' && each !== '');

function patternOf(pattern: Json | undefined): RegExp | undefined {
  try {
    return typeof pattern === 'string' ? new RegExp(pattern, 'u') : undefined;
  } catch {
    // A pattern in another language's words: the platform itself will say whether the text will do.
    return undefined;
  }
}

/** Tried with one value of the form. */
function fits(form: string, pattern: RegExp | undefined, least: number, most: number): boolean {
  const value = form.replace('${text}', 'assay-0f3a91c2-77d4-4b1').replace('${id}', '0f3a91c2-77d4-4b1e-9a52-7c41d0e3b6aa')
    .replace(/\$\{(lower|upper|digits):(\d+)\}/g, (_whole, kind: string, size: string) => (kind === 'digits' ? '4' : kind === 'upper' ? 'QA7' : 'qa7').repeat(Number(size)).slice(0, Number(size)));
  return value.length >= least && value.length <= most && (pattern?.test(value) ?? true);
}
