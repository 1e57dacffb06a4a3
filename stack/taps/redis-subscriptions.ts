import type { Json } from '../../core/types.ts';
import type { Reply } from './redis-resp.ts';

const families = { subscribe: 'channels', unsubscribe: 'channels', psubscribe: 'patterns', punsubscribe: 'patterns', ssubscribe: 'shards', sunsubscribe: 'shards' } as const;
type Family = (typeof families)[keyof typeof families];

/** What one connection is subscribed to: `UNSUBSCRIBE` without a name is confirmed once for each. */
export class Subscriptions {
  readonly #names: Readonly<Record<Family, Set<string>>> = { channels: new Set(), patterns: new Set(), shards: new Set() };

  /** Whether an answer confirms (a part of) the command. */
  static confirms(command: string, value: Reply): boolean {
    return Array.isArray(value) && value.length === 3 && isKind(value[0]) && command === value[0].toUpperCase();
  }

  get some(): boolean {
    return this.#names.channels.size + this.#names.patterns.size + this.#names.shards.size > 0;
  }

  /** Whether it is a published message that was delivered. */
  delivers(value: Reply): boolean {
    if (!Array.isArray(value)) return false;
    const [kind] = value as readonly Json[];
    return value.length === 3 ? kind === 'message' || kind === 'smessage' : value.length === 4 && kind === 'pmessage';
  }

  /** A confirmation came, asked for or not (a shard that moves away ends its subscriptions). */
  note(value: readonly Json[]): void {
    const [kind, name] = value;
    if (!isKind(kind) || typeof name !== 'string') return;
    const names = this.#names[families[kind]];
    if (kind.includes('unsubscribe')) names.delete(name);
    else names.add(name);
  }

  /** Names that a command of this name without words ends. */
  count(command: string): number {
    const kind = command.toLowerCase();
    return isKind(kind) ? this.#names[families[kind]].size : 0;
  }

  clear(): void {
    for (const names of Object.values(this.#names)) names.clear();
  }
}

function isKind(value: Json | undefined): value is keyof typeof families {
  return typeof value === 'string' && Object.hasOwn(families, value);
}
