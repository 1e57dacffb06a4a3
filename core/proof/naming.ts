import { keyOf, wordsOf } from '../lineage/words.ts';
import type { Json } from '../types.ts';

const COPY = new Set(['label', 'labels', 'description', 'message', 'msg', 'hint', 'help', 'placeholder', 'tooltip', 'caption', 'unit', 'units', 'format', 'template', 'detail', 'details', 'docs', 'documentation', 'version', 'href', 'link', 'links', 'url', 'uri', 'schema', 'pattern', 'locale', 'timezone', 'tz', 'license', 'copyright', 'color', 'colour', 'icon', 'css', 'style', 'heading', 'subtitle', 'instructions', 'disclaimer', 'notice', 'legend', 'axis', 'currency', 'jsonrpc', 'openapi', 'swagger', 'apiversion', 'greeting', 'welcome', 'terms', 'policy', 'footer', 'header', 'question', 'button', 'prompt', 'introduction', 'intro', 'explanation', 'reason', 'note', 'warning', 'error', 'encoding', 'charset', 'display', 'mime', 'algorithm']);
const SETTING = new Set(['limit', 'limits', 'max', 'min', 'maximum', 'minimum', 'timeout', 'ttl', 'interval', 'threshold', 'version', 'precision', 'decimals', 'port', 'quota', 'default', 'retries', 'attempts', 'capacity', 'weight', 'width', 'height', 'zoom', 'schema', 'revision', 'api', 'build', 'protocol', 'step', 'steps', 'target', 'goal', 'refresh', 'poll', 'expiry', 'expires', 'lifetime', 'budget', 'code', 'sort', 'order', 'priority', 'tax', 'vat', 'gst', 'fee', 'factor', 'multiplier', 'scale', 'offset', 'radius', 'level', 'dimensions', 'dimension', 'size', 'columns', 'rows', 'window', 'batch', 'concurrency', 'workers', 'seed', 'temperature', 'tokens']);
const PAGE = new Set(['page', 'limit', 'offset', 'per', 'pagesize']);

/** Text of the page or the product, a format or a setting: constants that a product rightly has, by their names and forms. They are asked about and not accused. */
export function mayBeBuiltIn(field: string, value: Json): boolean {
  const words = wordsOf(keyOf(field));
  if (typeof value === 'number') return words.some((word) => SETTING.has(word) || PAGE.has(word));
  if (typeof value !== 'string') return false;
  const token = value.length <= LONGEST_TOKEN && !/\s/.test(value);
  return words.some((word) => COPY.has(word)) || FORMAT.test(value) || (/^\d+\s?[a-z]{0,3}$/i.test(value) && words.some((word) => SETTING.has(word))) || (token && (TECHNICAL.test(value) || words.some((word) => LABEL.has(word))));
}
const LONGEST_TOKEN = 30;
/** Names of labels that a program knows: a digit in one (`tier-2`, `level3`) makes it no data. */
const LABEL = new Set(['type', 'kind', 'status', 'state', 'mode', 'role', 'scope', 'class', 'variant', 'strategy', 'provider', 'channel', 'level', 'tier', 'plan', 'region', 'zone', 'engine', 'driver', 'protocol', 'method', 'operator', 'interval', 'period', 'granularity', 'sort', 'direction', 'event', 'action', 'permission', 'feature', 'flag', 'namespace', 'module', 'component', 'service', 'environment', 'stage', 'country', 'language', 'lang', 'theme', 'alg', 'typ', 'enc']);
const TECHNICAL = /^(?:utf-?(?:8|16)|sha-?\d+|md5|[hrep]s\d{3}|base64|oauth2?|ipv[46]|https?\/[\d.]+|v\d+(?:\.\d+)*|iso-?\d+|x(?:64|86)|h26[45]|mp[34]|s3|k8s|rfc-?\d+)$/i;

const METADATA = new Set(['version', 'jsonapi', 'jsonrpc', 'openapi', 'swagger', 'apiversion', 'schema', 'charset', 'encoding', 'revision']);
/** The version of a protocol or of the product: it belongs to the envelope and is no data. */
export const isMetadata = (field: string, value: Json): boolean => typeof value === 'string' && value.length <= LONGEST_TOKEN && /^\S*$/.test(value) && wordsOf(keyOf(field)).some((word) => METADATA.has(word));


const KEYED = new Set(['code', 'ref', 'reference', 'key', 'slug', 'id', 'uid', 'token', 'avatar', 'checksum', 'cursor', 'barcode', 'qr', 'short', 'handle', 'shortcode', 'number', 'no', 'path', 'filename', 'gravatar', 'thumbnail', 'image', 'photo', 'etag', 'hash', 'fingerprint', 'signature']);
/** One token under the name of a key: it may be computed from an identifier, and identifiers stay when everything else is shaken. */
export function mayFollowAKey(field: string, value: Json): boolean {
  return typeof value === 'string' && !/\s/.test(value) && wordsOf(keyOf(field)).some((word) => KEYED.has(word));
}

/** What is shown where there is nothing to show. */
export const isDisplayDefault = (value: Json): boolean => typeof value === 'string' && /^\W*(?:no|none|nothing|not|never|unknown|untitled|unnamed|unassigned|anonymous|guest|tbd|default|empty|nobody|pending|new|welcome|add|create)\b/i.test(value);

/** Templates, addresses, versions, colours, sizes, patterns of dates. */
const FORMAT = /\{\{.*\}\}|\$\{.*\}|%[sd]|\{\w+\}|^https?:\/\/|^\/[\w./{}:-]*$|^v?\d+\.\d+\.\d+|^#[0-9a-f]{3,8}$|^\d+(?:px|rem|em|vh|%)$|^[yYMdDHhms:/.\s-]{4,}$|^[\w.+-]+\/[\w.+-]+(?:;.*)?$/i;

const RANDOM_NAME = /^(?:token|tokens|nonce|csrf|xsrf|jti|etag|signature|sig|challenge|verifier|state|salt|session|sid|secret|key|otp|captcha|hash|digest|cursor|next|prev|after|before|ticket|jwt|bearer|access|refresh|correlation|trace|span|request|req|upload|presigned|invocation|boundary|id|uuid|guid)$/;
const RANDOM_FORM = /^[\w+/=.:~-]{8,}$/;

/** Something that is meant to differ each time and says so: a token, a nonce, an id of the request, a signed address. */
export function isRandomByName(field: string, value: Json): boolean {
  if (typeof value !== 'string') return false;
  if (/^(?:https?:\/\/|\/).*[?&][^=]*(?:sig|token|expires|signature|credential|nonce)[^=]*=/i.test(value)) return true;
  return RANDOM_FORM.test(value) && wordsOf(keyOf(field)).some((word) => RANDOM_NAME.test(word));
}

/** A random string that was asked for: `/utils/random/string`, `/uuid`. A number may be a figure that somebody believes. */
export function isRandomByPath(path: string, value: Json): boolean {
  return typeof value === 'string' && RANDOM_FORM.test(value) && wordsOf(path).some((word) => word === 'random' || word === 'uuid' || word === 'nonce' || word === 'guid' || word === 'captcha');
}

const MEASURED = new Set(['memory', 'mem', 'heap', 'rss', 'cpu', 'load', 'loadavg', 'disk', 'goroutines', 'threads', 'handles', 'gc', 'eventloop', 'connections', 'sockets', 'clients', 'latency', 'uptime', 'lag', 'free', 'used', 'elapsed', 'took', 'rps', 'ops', 'pid', 'fd', 'fds', 'inflight', 'buffers', 'ping', 'rtt', 'timing', 'timings', 'duration', 'ms', 'now', 'timestamp', 'ts', 'age', 'seconds', 'monotonic', 'ticks']);
const SUMMARY = /^(?:avg|average|mean|median|p50|p90|p95|p99|customer|order|document|processing|delivery|total)$/;

/** A measurement of the process or the call by its name: it moves by itself, and no store has it. */
export function isMeasurementByName(field: string): boolean {
  const words = wordsOf(field);
  const own = wordsOf(keyOf(field));
  return words.some((word) => MEASURED.has(word)) && own.some((word) => MEASURED.has(word) || word === 'percent' || word === 'usage' || word === 'bytes') && !own.some((word) => SUMMARY.test(word));
}

/** A whole number that grows with each call: a counter that the process keeps. Those of a list are nobody's counters. */
export function isCounter(field: string, seen: readonly Json[] | undefined): boolean {
  return !field.includes('/-') && seen !== undefined && seen.length > 1 && seen.every((value, index) => typeof value === 'number' && Number.isInteger(value) && (index === 0 || (value > Number(seen[index - 1]) && value - Number(seen[index - 1]) < 1_000)));
}

const LONGEST = 60;
/** A value as a sentence quotes it, as JSON would, and shortened. */
export function quoted(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** `satisfaction: 94.5`, as the answer says it. */
export const saying = (field: string, value: Json): string => `\`${keyOf(field) === '' ? field === '' ? 'the answer' : field : keyOf(field)}: ${quoted(value)}\``;
