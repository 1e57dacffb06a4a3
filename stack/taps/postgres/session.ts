import type { Json } from '../../../core/types.ts';
import type { Decoder, Observed, Sink, Standing } from '../decoder.ts';
import { callEffect, keptText, parametersOf, prepare, type Asked, type Portal, type Prepared } from './asked.ts';
import { effectOf, effectWithTag } from './effect.ts';
import { Frames, type Framing } from './frames.ts';
import { Gathering, shapeless, shapeOf, type Shape } from './gathering.ts';
import { boundOf, numbersAt, textAt, troubleOf } from './parts.ts';
import { statementsOf } from './split.ts';

const letter = (text: string): number => text.charCodeAt(0);
const [row, copyData] = [letter('D'), letter('d')];
const requests = { tls: 80877103, gss: 80877104, cancel: 80877102 } as const;
/** What a connection may have open at once: with more questions it is given up, of statements and portals the oldest is forgotten. */
const most = { asked: 200_000, prepared: 20_000, portals: 20_000 } as const;
const nothing: readonly never[] = [];

/** An exchange while it is put together. */
type Growing = { -readonly [Key in keyof Observed]: Observed[Key] };

/** One connection of PostgreSQL's protocol 3: what the client asks is queued, and each answer of the server belongs to the head of the queue. */
export class Session implements Decoder {
  readonly #sink: Sink;
  readonly #client: Frames;
  readonly #server: Frames;
  readonly #asked: Asked[] = [];
  readonly #prepared = new Map<string, Prepared>();
  readonly #portals = new Map<string, Portal>();
  #clientFraming: Framing = 'untyped';
  #serverFraming: Framing = 'typed';
  #signedIn = false;
  /** After an error the server leaves out everything up to the next Sync. */
  #skipping = false;
  #gathering: Gathering | undefined;
  #lastShape: { readonly body: Buffer; readonly shape: Shape } | undefined;
  /** The last exchange waits for the word of ReadyForQuery on the transaction. */
  #held: Growing | undefined;
  #open = false;
  #number = 0;
  #at = 0;

  constructor(sink: Sink, midway: boolean) {
    this.#sink = sink;
    this.#signedIn = midway;
    if (midway) this.#clientFraming = 'typed';
    this.#client = new Frames({ framing: () => this.#clientFraming, wants: (each) => each !== copyData, visit: (each, body, whole) => this.#fromClient(each, body, whole) });
    this.#server = new Frames({
      framing: () => this.#serverFraming, wants: (each) => each !== copyData && !(each === row && this.#gathering?.cut), visit: (each, body, whole) => this.#fromServer(each, body, whole),
    });
  }

  fromClient(chunk: Buffer, at: number): void {
    this.#at = at;
    if (this.#clientFraming === 'untyped' && this.#client.rests && chunk[0] === 0x16) this.#sink.unobserved('TLS');
    else this.#client.push(chunk);
  }

  fromServer(chunk: Buffer, at: number): void {
    this.#at = at;
    this.#server.push(chunk);
  }

  end(at: number): void {
    this.#at = at;
    this.#release();
    for (const asked of this.#asked) {
      if (asked.op === 'query') this.#broken(asked.at, asked.statements[asked.next] ?? asked.statements.at(-1) ?? '', nothing);
      else if (asked.op === 'execute') this.#broken(asked.at, asked.portal.prepared.text, parametersOf(asked.portal));
      this.#gathering = undefined;
    }
    this.#release();
  }

  standing(): Standing {
    if (!this.#signedIn) return 'sign-in';
    return this.#asked.length === 0 && this.#client.rests && this.#server.rests ? 'idle' : 'busy';
  }

  #fromClient(each: number, body: Buffer, whole: boolean): void {
    if (this.#clientFraming === 'untyped') return this.#first(body);
    switch (String.fromCharCode(each)) {
      case 'Q': return this.#query(body);
      case 'P': return this.#parse(body, whole);
      case 'B': return this.#bind(body, whole);
      case 'D': return this.#describe(body);
      case 'E': return this.#execute(body);
      case 'C': return this.#close(body);
      case 'S': return this.#ask({ op: 'sync' });
      case 'F': return this.#call(body);
      // Passwords, copied data, Flush and Terminate leave nothing to record.
      case 'p': case 'd': case 'c': case 'f': case 'H': case 'X': return;
      default: throw new Error(`a client’s message of type ${each}`);
    }
  }

  #first(body: Buffer): void {
    const code = body.readUInt32BE(0);
    if (code === requests.tls || code === requests.gss) this.#serverFraming = 'byte';
    else if (code >> 16 === 3) {
      const words: string[] = [];
      for (let at = 4; at < body.length && body[at] !== 0;) {
        const { text, next } = textAt(body, at);
        words.push(text);
        at = next;
      }
      const field = (name: string): string | null => words[words.findIndex((word, index) => index % 2 === 0 && word === name) + 1] ?? null;
      this.#clientFraming = 'typed';
      this.#ask({ op: 'sign-in', at: this.#at, who: { user: field('user'), database: words.includes('database') ? field('database') : field('user') } });
    } else if (code !== requests.cancel) this.#sink.unobserved(`a protocol of PostgreSQL that is not version 3 (${code})`);
  }

  #query(body: Buffer): void {
    this.#ask({ op: 'query', at: this.#at, statements: statementsOf(textAt(body, 0).text), next: 0 });
  }

  #parse(body: Buffer, whole: boolean): void {
    const name = textAt(body, 0);
    const text = textAt(body, name.next);
    const prepared = prepare(text.text, whole ? numbersAt(body, text.next, 4).numbers : nothing);
    if (this.#skipping) return;
    remember(this.#prepared, name.text, prepared, most.prepared);
    this.#ask({ op: 'parse-text', at: this.#at, prepared });
  }

  #bind(body: Buffer, whole: boolean): void {
    if (this.#skipping) return;
    const name = textAt(body, 0);
    const bound = whole ? boundOf(body) : undefined;
    const statement = bound?.statement ?? textAt(body, name.next).text;
    // The message is copied, because a portal lives long and would keep the whole batch.
    const portal: Portal = { prepared: this.#preparedOf(statement), bound, body: bound ? Buffer.from(body) : undefined, cut: !whole, parameters: [], shape: undefined };
    remember(this.#portals, name.text, portal, most.portals);
    this.#ask({ op: 'bind', at: this.#at, portal });
  }

  #describe(body: Buffer): void {
    const name = textAt(body, 1).text;
    this.#ask({ op: 'describe', at: this.#at, target: body[0] === letter('S') ? this.#preparedOf(name) : this.#portalOf(name) });
  }

  #execute(body: Buffer): void {
    this.#ask({ op: 'execute', at: this.#at, portal: this.#portalOf(textAt(body, 0).text) });
  }

  #close(body: Buffer): void {
    const name = textAt(body, 1).text;
    if (!this.#skipping) (body[0] === letter('S') ? this.#prepared : this.#portals).delete(name);
    this.#ask({ op: 'close' });
  }

  #call(body: Buffer): void {
    const oid = body.readUInt32BE(0);
    this.#ask({ op: 'call', at: this.#at, text: `function call ${oid}`, effect: callEffect(oid) });
  }

  #ask(asked: Asked): void {
    if (this.#skipping && asked.op !== 'sync' && asked.op !== 'query') return;
    if (this.#asked.length >= most.asked) throw new Error(`more than ${most.asked} messages without an answer`);
    this.#asked.push(asked);
  }

  #preparedOf(name: string): Prepared {
    return this.#prepared.get(name) ?? prepare(`/* prepared before it was observed: ${name} */ SELECT`, nothing);
  }

  #portalOf(name: string): Portal {
    return this.#portals.get(name) ?? { prepared: prepare(`/* a cursor: ${name} */ FETCH`, nothing), bound: undefined, body: undefined, cut: false, parameters: [], shape: undefined };
  }

  #fromServer(each: number, body: Buffer, whole: boolean): void {
    if (this.#serverFraming === 'byte') return this.#encryption(each);
    switch (String.fromCharCode(each)) {
      case 'D': return this.#rows().row(body, whole);
      case 'C': return this.#complete(textAt(body, 0).text);
      case 'Z': return this.#ready(body);
      case 'T': return this.#described(body);
      case 't': return this.#typed(body);
      case 'n': return this.#noRows();
      case '1': return this.#answered('parse-text');
      case '2': return this.#answered('bind');
      case '3': return this.#answered('close');
      case 'I': case 's': return this.#complete(undefined);
      case 'E': return this.#error(troubleOf(body));
      case 'A': return this.#notified(body);
      case 'V': return this.#complete(undefined);
      // Sign-in, settings, notices, and COPY, whose rows its tag counts.
      case 'R': case 'K': case 'S': case 'N': case 'v': case 'G': case 'H': case 'W': case 'd': case 'c': return;
      default: throw new Error(`a server’s message of type ${each}`);
    }
  }

  #encryption(answer: number): void {
    this.#serverFraming = 'typed';
    if (answer !== letter('N')) this.#sink.unobserved(answer === letter('S') ? 'TLS' : 'an encrypted connection');
  }

  #rows(): Gathering {
    if (this.#gathering) return this.#gathering;
    const [head] = this.#asked;
    if (head?.op !== 'execute') throw new Error('rows that nobody asked for');
    const { portal } = head;
    this.#gathering = new Gathering(portal.shape ?? portal.prepared.shape ?? shapeless, portal.bound?.resultFormats);
    return this.#gathering;
  }

  #described(body: Buffer): void {
    const shape = this.#shapeOf(body);
    const [head] = this.#asked;
    if (head?.op === 'describe') {
      head.target.shape = shape;
      // A driver that knows its statement describes it no more; the formats come with each portal.
      if ('prepared' in head.target) head.target.prepared.shape ??= shape;
      this.#asked.shift();
    } else if (head?.op === 'query') this.#gathering = new Gathering(shape);
    else throw new Error('columns that nobody asked for');
  }

  /** A platform asks the same again and again: the last description is kept, and a new one compared with it before it is read. */
  #shapeOf(body: Buffer): Shape {
    if (this.#lastShape?.body.equals(body)) return this.#lastShape.shape;
    const shape = shapeOf(body);
    this.#lastShape = { body: Buffer.from(body), shape };
    return shape;
  }

  #typed(body: Buffer): void {
    const [head] = this.#asked;
    if (head?.op === 'describe' && 'types' in head.target) head.target.types = numbersAt(body, 0, 4).numbers;
  }

  #noRows(): void {
    const [head] = this.#asked;
    if (head?.op === 'describe') head.target.shape = shapeless;
    this.#answered('describe');
  }

  #answered(op: Asked['op']): void {
    const head = this.#asked.shift();
    if (head?.op !== op) throw new Error(`an answer to ${op} where ${head?.op ?? 'nothing'} was asked`);
  }

  #complete(tag: string | undefined): void {
    const [head] = this.#asked;
    if (head?.op === 'query') {
      const statement = keptText(head.statements[Math.min(head.next, head.statements.length - 1)] ?? '');
      head.next += 1;
      this.#hold(head.at, statement, nothing, effectOf(statement), tag);
    } else if (head?.op === 'execute') {
      const { prepared, cut } = head.portal;
      this.#asked.shift();
      this.#hold(head.at, prepared.text, parametersOf(head.portal), prepared.effect, tag);
      if (cut && this.#held) this.#held.cut = true;
    } else if (head?.op === 'call') {
      // A function call ends like a simple query: its ReadyForQuery comes without a Sync.
      this.#asked[0] = { op: 'sync' };
      this.#hold(head.at, head.text, nothing, head.effect, tag);
    } else throw new Error(`the end of a statement where ${head?.op ?? 'nothing'} was asked`);
  }

  #ready(body: Buffer): void {
    this.#open = body[0] !== letter('I');
    const head = this.#asked.shift();
    if (head?.op === 'sign-in') {
      this.#signedIn = true;
      this.#hold(head.at, 'sign-in', [head.who], 'session', undefined);
    }
    this.#skipping = false;
    if (this.#held) this.#held.open = this.#open;
    this.#release();
    if (!this.#open) for (const name of this.#portals.keys()) if (name !== '') this.#portals.delete(name);
    if (head && head.op !== 'sign-in' && head.op !== 'sync' && head.op !== 'query') throw new Error(`ReadyForQuery where ${head.op} was asked`);
  }

  #error(error: { readonly severity: string; readonly code: string; readonly message: string }): void {
    const [head] = this.#asked;
    const told = { code: error.code, message: error.message };
    if (!head) this.#hold(this.#at, 'unasked', nothing, 'session', undefined, told);
    else if (head.op === 'sign-in') this.#hold(head.at, 'sign-in', [head.who], 'session', undefined, told);
    else if (head.op === 'query') {
      const statement = keptText(head.statements[Math.min(head.next, head.statements.length - 1)] ?? '');
      this.#hold(head.at, statement, nothing, effectOf(statement), undefined, told);
    } else if (head.op === 'sync') this.#hold(this.#at, 'COMMIT', nothing, 'transaction', undefined, told);
    else if (head.op === 'call') {
      this.#asked[0] = { op: 'sync' };
      this.#hold(head.at, head.text, nothing, head.effect, undefined, told);
    } else this.#failed(told);
    // The session ends with it: no ReadyForQuery follows.
    if (error.severity === 'FATAL' || error.severity === 'PANIC') this.#release();
  }

  /** An error of the extended protocol: it belongs to the statement that would have been executed, and nothing is answered up to Sync. */
  #failed(told: { readonly code: string; readonly message: string }): void {
    const sync = this.#asked.findIndex(({ op }) => op === 'sync');
    const dropped = this.#asked.splice(0, sync < 0 ? this.#asked.length : sync);
    this.#skipping = sync < 0;
    const head = dropped[0];
    if (!head || !('at' in head)) return;
    const run = dropped.find(({ op }) => op === 'execute');
    const portal = run?.op === 'execute' ? run.portal : head.op === 'bind' ? head.portal : head.op === 'describe' && 'prepared' in head.target ? head.target : undefined;
    const prepared = portal?.prepared ?? (head.op === 'parse-text' ? head.prepared : head.op === 'describe' && 'text' in head.target ? head.target : undefined);
    if (prepared) this.#hold(head.at, prepared.text, portal ? parametersOf(portal) : nothing, prepared.effect, undefined, told);
  }

  #notified(body: Buffer): void {
    this.#release();
    const channel = textAt(body, 4);
    const observed = this.#observed(this.#at, `NOTIFY ${channel.text}`, nothing, 'message', undefined);
    observed.columns = ['payload'];
    observed.rows = [[textAt(body, channel.next).text]];
    observed.rowCount = 1;
    this.#give(observed);
  }

  #broken(at: number, statement: string, parameters: readonly Json[]): void {
    const text = keptText(statement);
    const observed = this.#observed(at, text, parameters, effectOf(text), this.#gathering);
    observed.broken = true;
    this.#give(observed);
  }

  #hold(at: number, statement: string, parameters: readonly Json[], effect: Observed['effect'], tag: string | undefined, error?: Observed['error']): void {
    this.#release();
    if (tag !== undefined) this.#open = openAfter(this.#open, tag, statement);
    const held = this.#observed(at, statement, parameters, effectWithTag(effect, tag), this.#gathering);
    if (tag !== undefined) held.tag = tag;
    if (error) held.error = error;
    if (tag?.startsWith('COPY ')) {
      held.rowCount = Number(tag.slice(5));
      held.cut = held.rowCount > 0;
    }
    this.#held = held;
    this.#gathering = undefined;
  }

  #observed(at: number, statement: string, parameters: readonly Json[], effect: Observed['effect'], gathering: Gathering | undefined): Growing {
    return {
      at, endedAt: this.#at, number: 0, statement, parameters, effect,
      columns: gathering?.columns ?? nothing, rows: gathering?.rows ?? nothing, rowCount: gathering?.rowCount ?? 0, cut: gathering?.cut ?? false, open: this.#open,
    };
  }

  #release(): void {
    if (this.#held) this.#give(this.#held);
    this.#held = undefined;
  }

  #give(observed: Growing): void {
    this.#number += 1;
    observed.number = this.#number;
    this.#sink.exchange(observed);
  }
}

function remember<T>(known: Map<string, T>, name: string, value: T, limit: number): void {
  known.delete(name);
  if (known.size >= limit) for (const oldest of known.keys()) {
    known.delete(oldest);
    break;
  }
  known.set(name, value);
}

/** Whether a transaction is open after a statement, by its tag; `ROLLBACK TO` a savepoint leaves it open. */
function openAfter(open: boolean, tag: string, statement: string): boolean {
  if (tag === 'BEGIN' || tag === 'START TRANSACTION') return true;
  if (tag === 'ROLLBACK') return open && /\bTO\b/i.test(statement);
  return tag === 'COMMIT' || tag === 'PREPARE TRANSACTION' ? false : open;
}
