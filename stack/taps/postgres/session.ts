import type { Decoder, Observed, Sink, Standing } from '../decoder.ts';
import { parametersOf } from './asked.ts';
import { effectOf } from './effect.ts';
import { Exchanges } from './exchanges.ts';
import { Frames, type Framing } from './frames.ts';
import { Gathering, shapeless, shapeOf, type Shape } from './gathering.ts';
import { numbersAt, textAt, troubleOf } from './parts.ts';
import { Questions } from './questions.ts';

const letter = (text: string): number => text.charCodeAt(0);
const [row, copyData, idle, no, tls] = [letter('D'), letter('d'), letter('I'), letter('N'), letter('S')];
const requests = { tls: 80877103, gss: 80877104, cancel: 80877102 } as const;
/** The first byte of a client that begins TLS without asking. */
const handshake = 0x16;
const nothing: readonly never[] = [];

/** One connection of PostgreSQL's protocol 3: each answer of the server belongs to the oldest question of the client. */
export class Session implements Decoder {
  readonly #sink: Sink;
  readonly #client: Frames;
  readonly #server: Frames;
  readonly #questions = new Questions();
  readonly #exchanges: Exchanges;
  #clientFraming: Framing = 'untyped';
  #serverFraming: Framing = 'typed';
  #signedIn = false;
  #gathering: Gathering | undefined;
  #lastShape: { readonly body: Buffer; readonly shape: Shape } | undefined;
  #at = 0;

  constructor(sink: Sink, midway: boolean) {
    this.#sink = sink;
    this.#exchanges = new Exchanges(sink);
    this.#signedIn = midway;
    if (midway) this.#clientFraming = 'typed';
    this.#client = new Frames({
      framing: () => this.#clientFraming, wants: (each) => each !== copyData,
      visit: (each, body, whole) => (this.#clientFraming === 'untyped' ? this.#first(body) : this.#questions.hear(each, body, whole, this.#at)),
    });
    this.#server = new Frames({
      framing: () => this.#serverFraming, wants: (each) => each !== copyData && !(each === row && this.#gathering?.cut), visit: (each, body, whole) => this.#hear(each, body, whole),
    });
  }

  fromClient(chunk: Buffer, at: number): void {
    this.#at = at;
    if (this.#clientFraming === 'untyped' && this.#client.rests && chunk[0] === handshake) this.#sink.unobserved('TLS');
    else this.#client.push(chunk);
  }

  fromServer(chunk: Buffer, at: number): void {
    this.#at = at;
    this.#server.push(chunk);
  }

  end(at: number): void {
    this.#at = at;
    for (const asked of this.#questions.all) {
      if (asked.op === 'query') this.#hold(asked.at, asked.statements[asked.next] ?? asked.statements.at(-1) ?? '', { broken: true });
      else if (asked.op === 'execute') {
        const { portal } = asked;
        this.#exchanges.hold({ at: asked.at, statement: portal.prepared.text, parameters: parametersOf(portal), effect: portal.prepared.effect, gathering: this.#gathering, broken: true }, at);
      }
      this.#gathering = undefined;
    }
    this.#exchanges.release();
  }

  standing(): Standing {
    if (!this.#signedIn) return 'sign-in';
    return this.#questions.head === undefined && this.#client.rests && this.#server.rests ? 'idle' : 'busy';
  }

  #first(body: Buffer): void {
    const code = body.readUInt32BE(0);
    if (code === requests.tls || code === requests.gss) this.#serverFraming = 'byte';
    else if (code >> 16 === 3) {
      this.#clientFraming = 'typed';
      const words = body.toString('utf8', 4).split('\0');
      const field = (name: string): string | undefined => words[words.findIndex((word, index) => index % 2 === 0 && word === name) + 1];
      this.#questions.add({ op: 'sign-in', at: this.#at, who: { user: field('user') ?? null, database: (words.includes('database') ? field('database') : field('user')) ?? null } });
    } else if (code !== requests.cancel) this.#sink.unobserved(`a protocol of PostgreSQL that is not version 3 (${code})`);
  }

  #hear(each: number, body: Buffer, whole: boolean): void {
    if (this.#serverFraming === 'byte') return this.#encryption(each);
    switch (String.fromCharCode(each)) {
      case 'D': return this.#rows().row(body, whole);
      case 'C': return this.#complete(textAt(body, 0).text);
      case 'Z': return this.#ready(body[0] !== idle);
      case 'T': return this.#described(body);
      case 't': return this.#typed(body);
      case 'n': return this.#noRows();
      case '1': return this.#answered('parse');
      case '2': return this.#answered('bind');
      case '3': return this.#answered('close');
      case 'I': case 's': case 'V': return this.#complete(undefined);
      case 'E': return this.#error(troubleOf(body));
      case 'A': return this.#notified(body);
      // Sign-in, settings, notices, and COPY, whose rows its tag counts.
      case 'R': case 'K': case 'S': case 'N': case 'v': case 'G': case 'H': case 'W': case 'd': case 'c': return;
      default: throw new Error(`a server’s message of type ${each}`);
    }
  }

  #encryption(answer: number): void {
    this.#serverFraming = 'typed';
    if (answer !== no) this.#sink.unobserved(answer === tls ? 'TLS' : 'an encrypted connection');
  }

  #rows(): Gathering {
    if (this.#gathering) return this.#gathering;
    const { head } = this.#questions;
    if (head?.op !== 'execute') throw new Error('rows that nobody asked for');
    const { portal } = head;
    this.#gathering = new Gathering(portal.shape ?? portal.prepared.shape ?? shapeless, portal.bound?.resultFormats);
    return this.#gathering;
  }

  #described(body: Buffer): void {
    const shape = this.#shapeOf(body);
    const { head } = this.#questions;
    if (head?.op === 'describe') {
      head.target.shape = shape;
      // A driver that knows its statement describes it no more; the formats come with each portal.
      if ('prepared' in head.target) head.target.prepared.shape ??= shape;
      this.#questions.shift();
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
    const { head } = this.#questions;
    if (head?.op === 'describe' && 'types' in head.target) head.target.types = numbersAt(body, 0, 4).numbers;
  }

  #noRows(): void {
    const { head } = this.#questions;
    if (head?.op === 'describe') head.target.shape = shapeless;
    this.#answered('describe');
  }

  #answered(op: 'parse' | 'bind' | 'close' | 'describe'): void {
    const head = this.#questions.shift();
    if (head?.op !== op) throw new Error(`an answer to ${op} where ${head?.op ?? 'nothing'} was asked`);
  }

  #complete(tag: string | undefined): void {
    const { head } = this.#questions;
    if (head?.op === 'query') {
      const statement = head.statements[Math.min(head.next, head.statements.length - 1)] ?? '';
      head.next += 1;
      this.#hold(head.at, statement, { tag });
    } else if (head?.op === 'execute') {
      const { at, portal: { prepared, cut } } = head;
      this.#questions.shift();
      this.#exchanges.hold({ at, statement: prepared.text, parameters: parametersOf(head.portal), effect: prepared.effect, tag, gathering: this.#gathering, cut }, this.#at);
    } else if (head?.op === 'call') {
      this.#questions.answeredButReady();
      this.#exchanges.hold({ at: head.at, statement: head.text, parameters: nothing, effect: head.effect, tag }, this.#at);
    } else throw new Error(`the end of a statement where ${head?.op ?? 'nothing'} was asked`);
    this.#gathering = undefined;
  }

  #ready(isOpen: boolean): void {
    const head = this.#questions.shift();
    if (head?.op === 'sign-in') {
      this.#signedIn = true;
      this.#exchanges.hold({ at: head.at, statement: 'sign-in', parameters: [head.who], effect: 'session' }, this.#at);
    } else if (head && head.op !== 'sync' && head.op !== 'query') throw new Error(`ReadyForQuery where ${head.op} was asked`);
    this.#questions.ready(isOpen);
    this.#exchanges.release(isOpen);
  }

  #error(trouble: { readonly severity: string; readonly code: string; readonly message: string }): void {
    const { head } = this.#questions;
    const error = { code: trouble.code, message: trouble.message };
    if (!head) this.#exchanges.hold({ at: this.#at, statement: 'unasked', parameters: nothing, effect: 'session', error }, this.#at);
    else if (head.op === 'sign-in') this.#exchanges.hold({ at: head.at, statement: 'sign-in', parameters: [head.who], effect: 'session', error }, this.#at);
    else if (head.op === 'query') this.#hold(head.at, head.statements[Math.min(head.next, head.statements.length - 1)] ?? '', { error });
    else if (head.op === 'sync') this.#exchanges.hold({ at: this.#at, statement: 'COMMIT', parameters: nothing, effect: 'transaction', error }, this.#at);
    else if (head.op === 'call') {
      this.#questions.answeredButReady();
      this.#exchanges.hold({ at: head.at, statement: head.text, parameters: nothing, effect: head.effect, error }, this.#at);
    } else this.#failed(error);
    this.#gathering = undefined;
    // The session ends with it: no ReadyForQuery follows.
    if (trouble.severity === 'FATAL' || trouble.severity === 'PANIC') this.#exchanges.release();
  }

  /** An error of the extended protocol: it belongs to the statement that would have been executed, and nothing is answered up to Sync. */
  #failed(error: NonNullable<Observed['error']>): void {
    const dropped = this.#questions.dropToSync();
    const [head] = dropped;
    if (!head || !('at' in head)) return;
    const run = dropped.find(({ op }) => op === 'execute');
    const portal = run?.op === 'execute' ? run.portal : head.op === 'bind' ? head.portal : head.op === 'describe' && 'prepared' in head.target ? head.target : undefined;
    const prepared = portal?.prepared ?? (head.op === 'parse' ? head.prepared : head.op === 'describe' && 'text' in head.target ? head.target : undefined);
    if (!prepared) return;
    this.#exchanges.hold({ at: head.at, statement: prepared.text, parameters: portal ? parametersOf(portal) : nothing, effect: prepared.effect, error, gathering: this.#gathering }, this.#at);
  }

  #notified(body: Buffer): void {
    const channel = textAt(body, 4);
    this.#exchanges.notified(channel.text, textAt(body, channel.next).text, this.#at);
  }

  /** A statement of a simple query, with the rows that were gathered. */
  #hold(at: number, statement: string, more: { readonly tag?: string | undefined; readonly error?: Observed['error']; readonly broken?: boolean }): void {
    this.#exchanges.hold({ at, statement, parameters: nothing, effect: effectOf(statement), gathering: this.#gathering, ...more }, this.#at);
  }
}
