import { createHmac, randomBytes } from 'node:crypto';
import type { Json } from '../core/types.ts';

const SHORTEST_SECRET = 6;
const passwords = 'password|passwd|passphrase|pin';
const tokens = 'authorization|cookie|set-cookie|x-api-key|secret|token|access_token|refresh_token|id_token|api_?key|private_?key|client_?secret';
const passwordKey = new RegExp(`^(${passwords})$`, 'i');
const tokenKey = new RegExp(`^(${tokens})$`, 'i');
/** A member of such a name whose value is a text or a list that may hold texts. */
const secretMember = new RegExp(`"(${passwords}|${tokens})":["[]`, 'i');
/** Under a token's name a shorter text is a word about the token ("jwt", "opaque"), not the token. */
const SHORTEST_TOKEN = 8;
const tokenShape = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;

/**
 * Takes secrets out of whatever is about to be sealed. The same secret always leaves the same mark within a run, so that equality can
 * still be judged, and the key of the marks is forgotten with the process, so that they cannot be guessed back.
 */
export class Redactor {
  readonly #key = randomBytes(32);
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;

  /** From here on this value is a secret. Values under six characters are too common to be cut out of text and are left to their keys. */
  learn(value: string): void {
    if (value.length < SHORTEST_SECRET || this.#secrets.has(value)) return;
    this.#secrets.add(value);
    const encoded = encodeURIComponent(value);
    if (encoded !== value) this.#secrets.add(encoded);
    const longestFirst = [...this.#secrets].sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(longestFirst.map(escaped).join('|'), 'g');
  }

  text(text: string): string {
    const known = this.#pattern ? text.replace(this.#pattern, (match) => this.#mark(match)) : text;
    return known.replace(tokenShape, (match) => this.#mark(match));
  }

  /** Whether anything of a JSON text would be replaced. It may say yes for nothing, never no for something. */
  concerns(json: Uint8Array): boolean {
    const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
    for (const secret of this.#secrets) if (bytes.includes(JSON.stringify(secret).slice(1, -1))) return true;
    const text = bytes.toString('latin1');
    return (text.includes('eyJ') && text.search(tokenShape) >= 0) || secretMember.test(text);
  }

  /** The same value with every secret replaced: known ones wherever they stand, and whatever stands under a secret's name. */
  json(value: Json): Json {
    return this.#walk(value, '');
  }

  #walk(value: Json, key: string): Json {
    if (typeof value === 'string') return isSecret(key, value) ? this.#mark(value) : this.text(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.#walk(item, key));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [this.text(name), this.#walk(item, name)]));
  }

  #mark(secret: string): string {
    if (/^‹redacted:[0-9a-f]{8}›$/.test(secret)) return secret;
    return `‹redacted:${createHmac('sha256', this.#key).update(secret).digest('hex').slice(0, 8)}›`;
  }
}

function isSecret(key: string, value: string): boolean {
  return (value !== '' && passwordKey.test(key)) || (value.length >= SHORTEST_TOKEN && tokenKey.test(key));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
