import type { Json } from '../../core/types.ts';
import { fields, list, resolved, type Operation } from './operations.ts';

/** A field's complaint about itself, under its own name. */
const lacking = /\b(?:is |are )?required\b|\bmissing\b|may not be (?:blank|null|empty)|can(?:no|')t be (?:blank|null|empty)|must not be (?:blank|null|empty)/i;
/** The name in a sentence: `"key" is required`, `must have required property 'key'`, `missing field: key`. */
const sentences = [
  /["'`“]([A-Za-z_]\w*)["'`”]\s+(?:key |field |property |parameter )?(?:is|are) (?:a )?required/g,
  /required propert(?:y|ies):? ["'`“]?([A-Za-z_]\w*)/g,
  /missing (?:required )?(?:field|parameter|property|key|argument)s?:? ["'`“]?([A-Za-z_]\w*)/gi,
];
/** What carries a complaint, and is no field of a body. */
const carrier = /^(messages?|msg|errors?|details?|reason|title|description|type|code|exc_info|name)$/i;
const deepest = 6;

/** The fields of a body that a refusal says are wanted; those of objects inside of it are left out. */
export function wantedIn(refusal: Json | undefined): readonly string[] {
  return refusal === undefined ? [] : [...new Set(namesIn(refusal, 0))];
}

function namesIn(value: Json, depth: number): readonly string[] {
  if (typeof value === 'string') return sentences.flatMap((sentence) => [...value.matchAll(sentence)].map(([, name = '']) => name));
  if (value === null || typeof value !== 'object' || depth > deepest) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => namesIn(each, depth + 1));
  const own = ownName(fields(value));
  if (own !== undefined) return own === '' ? [] : [own];
  return Object.entries(fields(value)).flatMap(([name, inside = null]) => (!carrier.test(name) && complains(inside) ? [name] : namesIn(inside, depth + 1)));
}

/** A complaint that says by fields of its own what is missing where (pydantic, ajv, and alike); empty where that lies deeper inside. */
function ownName(complaint: ReturnType<typeof fields>): string | undefined {
  const { loc, type, msg, field, params } = complaint;
  if (Array.isArray(loc) && (type === 'missing' || lacking.test(String(msg ?? '')))) return loc.length === 2 && loc[0] === 'body' && typeof loc[1] === 'string' ? loc[1] : '';
  if (typeof field === 'string' && type === 'required') return field;
  const missing = fields(params)['missingProperty'];
  return typeof missing === 'string' ? missing : undefined;
}

const complains = (value: Json): boolean => (typeof value === 'string' ? lacking.test(value) : Array.isArray(value) && value.length > 0 && (value as readonly Json[]).every((each) => typeof each === 'string' && lacking.test(each)));

/** The operation with these fields of its JSON body required as well, as its schema describes them; a text where it does not. Undefined where it takes none. */
export function demanding(document: Json | undefined, operation: Operation, names: readonly string[]): Operation | undefined {
  const type = Object.keys(operation.request).find((each) => /[/+]json/.test(each));
  if (type === undefined || document === undefined) return undefined;
  const schema = fields(resolved(document, operation.request[type]));
  if (schema['type'] === 'array' || names.length === 0) return undefined;
  const described = fields(schema['properties']);
  const added = Object.fromEntries(names.filter((name) => described[name] === undefined).map((name) => [name, { type: 'string' }]));
  const { additionalProperties: _none, ...rest } = schema;
  return { ...operation, request: { [type]: { ...rest, type: 'object', required: [...new Set([...list(schema['required']), ...names])], properties: { ...described, ...added } } as Json } };
}
