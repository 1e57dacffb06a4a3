import { callEffect, prepare, type Asked, type Portal, type Prepared } from './asked.ts';
import { boundOf, numbersAt, textAt } from './parts.ts';
import { statementsOf } from './split.ts';

/** What a connection may have open at once: with more questions it is given up, of statements and portals the oldest is forgotten. */
const most = { asked: 200_000, prepared: 20_000, portals: 20_000 } as const;
const statementLetter = 'S'.charCodeAt(0);
const nothing: readonly never[] = [];

/** The client's half of a session: what it asked and nobody has answered yet, in order, and the names that it gave to statements and portals. */
export class Questions {
  readonly #asked: Asked[] = [];
  readonly #prepared = new Map<string, Prepared>();
  readonly #portals = new Map<string, Portal>();
  /** After an error the server leaves out everything up to the next Sync. */
  #skipping = false;

  get head(): Asked | undefined {
    return this.#asked[0];
  }

  get all(): readonly Asked[] {
    return this.#asked;
  }

  add(asked: Asked): void {
    if (this.#skipping && asked.op !== 'sync' && asked.op !== 'query') return;
    if (this.#asked.length >= most.asked) throw new Error(`more than ${most.asked} messages without an answer`);
    this.#asked.push(asked);
  }

  shift(): Asked | undefined {
    return this.#asked.shift();
  }

  /** The head is answered except for its ReadyForQuery: a function call ends like a simple query, without a Sync. */
  answeredButReady(): void {
    this.#asked[0] = { op: 'sync' };
  }

  /** After an error: takes away what the server leaves out, and lets come nothing before the next Sync. */
  dropToSync(): readonly Asked[] {
    const sync = this.#asked.findIndex(({ op }) => op === 'sync');
    this.#skipping = sync < 0;
    return this.#asked.splice(0, sync < 0 ? this.#asked.length : sync);
  }

  /** The server is ready for the next query; portals end with their transaction. */
  ready(isOpen: boolean): void {
    this.#skipping = false;
    if (!isOpen) for (const name of this.#portals.keys()) if (name !== '') this.#portals.delete(name);
  }

  /** A message of a signed-in client. */
  hear(letter: number, body: Buffer, whole: boolean, at: number): void {
    switch (String.fromCharCode(letter)) {
      case 'Q': return this.add({ op: 'query', at, statements: statementsOf(textAt(body, 0).text), next: 0 });
      case 'P': return this.#parse(body, whole, at);
      case 'B': return this.#bind(body, whole, at);
      case 'D': return this.#describe(body, at);
      case 'E': return this.add({ op: 'execute', at, portal: this.#portalOf(textAt(body, 0).text) });
      case 'C': return this.#close(body);
      case 'S': return this.add({ op: 'sync' });
      case 'F': return this.#call(body.readUInt32BE(0), at);
      // Passwords, copied data, Flush and Terminate leave nothing to record.
      case 'p': case 'd': case 'c': case 'f': case 'H': case 'X': return;
      default: throw new Error(`a client’s message of type ${letter}`);
    }
  }

  #parse(body: Buffer, whole: boolean, at: number): void {
    if (this.#skipping) return;
    const name = textAt(body, 0);
    const text = textAt(body, name.next);
    const prepared = prepare(text.text, whole ? numbersAt(body, text.next, 4).numbers : nothing);
    remember(this.#prepared, name.text, prepared, most.prepared);
    this.add({ op: 'parse', at, prepared });
  }

  #bind(body: Buffer, whole: boolean, at: number): void {
    if (this.#skipping) return;
    const name = textAt(body, 0);
    const bound = whole ? boundOf(body) : undefined;
    const statement = bound?.statement ?? textAt(body, name.next).text;
    // The message is copied, because a portal lives long and would keep the whole batch.
    const portal: Portal = { prepared: this.#preparedOf(statement), bound, body: bound ? Buffer.from(body) : undefined, cut: !whole, parameters: [], shape: undefined };
    remember(this.#portals, name.text, portal, most.portals);
    this.add({ op: 'bind', at, portal });
  }

  #describe(body: Buffer, at: number): void {
    const name = textAt(body, 1).text;
    this.add({ op: 'describe', at, target: body[0] === statementLetter ? this.#preparedOf(name) : this.#portalOf(name) });
  }

  #close(body: Buffer): void {
    if (!this.#skipping) (body[0] === statementLetter ? this.#prepared : this.#portals).delete(textAt(body, 1).text);
    this.add({ op: 'close' });
  }

  #call(oid: number, at: number): void {
    this.add({ op: 'call', at, text: `function call ${oid}`, effect: callEffect(oid) });
  }

  #preparedOf(name: string): Prepared {
    return this.#prepared.get(name) ?? prepare(`/* prepared before it was observed: ${name} */ SELECT`, nothing);
  }

  #portalOf(name: string): Portal {
    return this.#portals.get(name) ?? { prepared: prepare(`/* a cursor: ${name} */ FETCH`, nothing), bound: undefined, body: undefined, cut: false, parameters: [], shape: undefined };
  }
}

function remember<T>(known: Map<string, T>, name: string, value: T, limit: number): void {
  known.delete(name);
  const [oldest] = known.size >= limit ? known.keys() : [];
  if (oldest !== undefined) known.delete(oldest);
  known.set(name, value);
}
