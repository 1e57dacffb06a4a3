import type { Effect } from '../../core/tap.ts';
import type { Json } from '../../core/types.ts';
import { limits, type Decoder, type MakeDecoder, type Observed, type Sink, type Standing } from './decoder.ts';
import { effectOf, secretAnswer, shown, word } from './redis-commands.ts';
import { isRefusal } from './redis-impostor.ts';
import { RespError, RespReader, type Reply, type RespMessage } from './redis-resp.ts';
import { Malformed } from './redis-words.ts';
import { Subscriptions } from './redis-subscriptions.ts';
import { Turns } from './turns.ts';

/** A command that waits for its answer, or inside MULTI for EXEC. */
interface Asked {
  readonly at: number;
  readonly name: string;
  /** What is recorded of its words, and how many words it has. */
  readonly parameters: readonly Json[];
  readonly words: number;
  readonly effect: Effect;
  readonly cut: boolean;
  readonly bytes: number;
  /** The client wants no answer. */
  readonly silent: boolean;
  /** What HELLO asked for. */
  readonly resp3: boolean | undefined;
  /** Of SUBSCRIBE and its like: confirmations that came, and how many there will be once the first has. */
  readonly confirmed: Json[];
  left: number;
}

/** Commands without an answer on one connection, and bytes of their parameters that are kept; beyond, the connection is given up, or parameters are left out. */
const askedLimit = 200_000;
const askedBytes = 32 * 1024 * 1024;
const monitorLine = /^\d+\.\d+ \[/;

/** Reads RESP2 and RESP3: pipelines, transactions, subscriptions, MONITOR, scripts, commands that wait. Of MULTI each queued command is an exchange of its own, with its element of EXEC's answer. */
export const decoder: MakeDecoder = (sink, midway) => new Conversation(sink, midway);

class Conversation implements Decoder {
  readonly #sink: Sink;
  readonly #client = new RespReader('client', (message) => this.#asks(message));
  readonly #server = new RespReader('server', (message) => this.#answers(message));
  readonly #subscriptions = new Subscriptions();
  readonly #asked = new Turns<Asked>();
  #heldBytes = 0;
  /** Queued by MULTI; undefined outside. */
  #queued: Asked[] | undefined;
  #signedIn: boolean;
  #resp3 = false;
  #monitor = false;
  #silent: 'no' | 'next' | 'yes' = 'no';
  #at = 0;
  #number = 0;
  #over = false;

  constructor(sink: Sink, midway: boolean) {
    this.#sink = sink;
    this.#signedIn = midway;
  }

  fromClient(chunk: Buffer, at: number): void {
    this.#feed(this.#client, chunk, at);
  }

  fromServer(chunk: Buffer, at: number): void {
    this.#feed(this.#server, chunk, at);
  }

  end(at: number): void {
    this.#at = at;
    if (this.#over) return;
    this.#over = true;
    for (const asked of [...this.#queued ?? [], ...this.#asked.rest]) this.#emit(asked, { broken: true });
  }

  standing(): Standing {
    if (!this.#signedIn) return 'sign-in';
    return this.#asked.length === 0 && this.#queued === undefined && this.#client.whole && this.#server.whole ? 'idle' : 'busy';
  }

  #feed(reader: RespReader, chunk: Buffer, at: number): void {
    if (this.#over) return;
    this.#at = at;
    try {
      reader.feed(chunk);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#giveUp(error.message === 'TLS' ? 'the connection is encrypted (TLS)' : `not Redis’ protocol: ${error.message}`);
    }
  }

  #giveUp(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#sink.unobserved(reason);
  }

  #asks({ value, bytes, cut }: RespMessage): void {
    if (this.#over) return;
    const all = value as readonly string[];
    const name = (all[0] ?? '').toUpperCase();
    const words = all.slice(1);
    if (name === 'SYNC' || name === 'PSYNC') return this.#giveUp('a replica’s connection');
    if (this.#asked.length + (this.#queued?.length ?? 0) >= askedLimit) return this.#giveUp(`more than ${askedLimit} commands without an answer`);
    const full = this.#heldBytes + bytes > askedBytes;
    const asked: Asked = {
      at: this.#at, name, parameters: full ? [] : shown(name, words), words: words.length, effect: effectOf(name, words), cut: cut || full, bytes: full ? 0 : bytes,
      silent: this.#unanswered(name, words), resp3: name === 'HELLO' && words.length > 0 ? words[0] === '3' : undefined, confirmed: [], left: -1,
    };
    if (asked.silent && this.#asked.length === 0) return this.#emit(asked, {});
    this.#heldBytes += asked.bytes;
    this.#asked.push(asked);
  }

  /** Whether the client has said that it wants no answer. */
  #unanswered(name: string, words: readonly string[]): boolean {
    const says = name === 'CLIENT' && word(words, 0) === 'REPLY' ? word(words, 1) : '';
    if (says === 'OFF') this.#silent = 'yes';
    else if (says === 'SKIP') this.#silent = this.#silent === 'yes' ? 'yes' : 'next';
    else if (says === 'ON') this.#silent = 'no';
    else if (this.#silent === 'next') {
      this.#silent = 'no';
      return true;
    }
    return says === 'SKIP' || this.#silent === 'yes';
  }

  #answers(message: RespMessage): void {
    if (this.#over) return;
    const { type, value } = message;
    if (type === '>') return this.#pushed(value as readonly Json[]);
    if (this.#monitor && type === '+' && monitorLine.test(value as string)) return;
    if (type === '*' && !this.#resp3 && this.#subscriptions.some && this.#subscriptions.delivers(value)) return this.#delivered(value as readonly Json[]);
    const asked = this.#asked.first;
    if (asked === undefined) {
      // Subscribed before anybody read along.
      if (this.#subscriptions.delivers(value)) return this.#delivered(value as readonly Json[]);
      // A server that is full or protected says so unasked, and closes.
      if (!(value instanceof RespError)) this.#giveUp('an answer to nothing that was asked');
      return;
    }
    if (type === '*' && Subscriptions.confirms(asked.name, value)) return this.#confirmed(asked, value as readonly Json[]);
    this.#drop();
    if (type === '+' && value === 'QUEUED' && this.#queued !== undefined) {
      this.#queued.push(asked);
      this.#heldBytes += asked.bytes;
    } else this.#finish(asked, message);
    this.#passOver();
  }

  /** RESP3: what comes beside the answers, and the confirmations of subscriptions. */
  #pushed(value: readonly Json[]): void {
    this.#resp3 = true;
    const asked = this.#asked.first;
    if (asked !== undefined && Subscriptions.confirms(asked.name, value)) this.#confirmed(asked, value);
    else if (this.#subscriptions.delivers(value)) this.#delivered(value);
    else this.#subscriptions.note(value);
  }

  /** A message that somebody published: nobody asked for it, so it is an exchange by itself. */
  #delivered(value: readonly Json[]): void {
    const [kind, ...rest] = value;
    const asked: Asked = { at: this.#at, name: String(kind).toUpperCase(), parameters: rest.slice(0, -1), words: 0, effect: 'message', cut: false, bytes: 0, silent: false, resp3: undefined, confirmed: [], left: -1 };
    this.#emit(asked, { value: rest.at(-1) ?? null });
  }

  #confirmed(asked: Asked, value: readonly Json[]): void {
    if (asked.left < 0) asked.left = asked.words > 0 ? asked.words : Math.max(1, this.#subscriptions.count(asked.name));
    this.#subscriptions.note(value);
    asked.confirmed.push(value);
    asked.left -= 1;
    if (asked.left > 0) return;
    this.#drop();
    this.#signedIn = true;
    this.#emit(asked, { value: asked.confirmed });
    this.#passOver();
  }

  /** Commands whose turn it is and that get no answer. */
  #passOver(): void {
    for (let next = this.#asked.first; next?.silent; next = this.#asked.first) {
      this.#drop();
      this.#emit(next, {});
    }
  }

  /** The first command that waits is answered. */
  #drop(): void {
    this.#heldBytes -= this.#asked.first?.bytes ?? 0;
    this.#asked.shift();
  }

  #finish(asked: Asked, { value, length, cut }: RespMessage): void {
    if (value instanceof RespError) {
      // MULTI inside MULTI, or DISCARD outside, is an error and changes nothing; EXEC that fails has ended the transaction.
      if (asked.name === 'EXEC' && this.#queued !== undefined) this.#abandon(value);
      return this.#emit(asked, { value });
    }
    this.#signedIn = true;
    switch (asked.name) {
      case 'MULTI': this.#queued = []; break;
      case 'EXEC': return this.#executed(asked, value, length, cut);
      case 'DISCARD': this.#abandon(new RespError('DISCARDED the transaction was given up')); break;
      case 'HELLO': this.#resp3 = asked.resp3 ?? this.#resp3; break;
      case 'MONITOR': this.#monitor = true; break;
      case 'RESET': this.#reset(); break;
      default:
    }
    if (secretAnswer(asked.name)) this.#emit(asked, { hidden: true });
    else this.#emit(asked, { value, cut });
  }

  #executed(exec: Asked, value: Json, length: number, cut: boolean): void {
    const queued = this.#queued ?? [];
    if (!Array.isArray(value)) {
      this.#abandon(new RespError('EXECABORT a watched key was changed'));
      return this.#emit(exec, { value });
    }
    const elements = value as readonly Reply[];
    if (queued.length !== length) return this.#giveUp('EXEC answered another number of commands than were queued');
    queued.forEach((asked, index) => {
      this.#heldBytes -= asked.bytes;
      const element = elements[index];
      if (Array.isArray(element) && Subscriptions.confirms(asked.name, element)) this.#subscriptions.note(element as readonly Json[]);
      if (element === undefined) this.#emit(asked, { cut: true });
      else this.#emit(asked, { value: element, cut: cut && index >= elements.length - 1 });
    });
    this.#queued = undefined;
    // The values are told with their commands.
    this.#emit(exec, {});
  }

  /** What was queued is not executed. */
  #abandon(error: RespError): void {
    const queued = this.#queued ?? [];
    for (const asked of queued) {
      this.#heldBytes -= asked.bytes;
      this.#emit(asked, { value: error });
    }
    this.#queued = undefined;
  }

  #reset(): void {
    this.#abandon(new RespError('DISCARDED the connection was reset'));
    this.#subscriptions.clear();
    this.#resp3 = false;
    this.#monitor = false;
  }

  /** Without `value` and `hidden`: no answer. */
  #emit(asked: Asked, { value, cut = false, hidden = false, broken = false }: { readonly value?: Reply; readonly cut?: boolean; readonly hidden?: boolean; readonly broken?: boolean }): void {
    if (isRefusal(asked.name, asked.parameters)) return;
    const failed = value instanceof RespError;
    const rows = value === undefined || failed ? [] : [[value]];
    this.#number += 1;
    const observed: Observed = {
      at: asked.at, endedAt: this.#at, number: this.#number, statement: asked.name.slice(0, limits.statementBytes), parameters: asked.parameters, effect: asked.effect, columns: [],
      rows, rowCount: hidden ? 1 : rows.length, cut: cut || asked.cut, open: this.#queued !== undefined,
    };
    if (failed) this.#sink.exchange({ ...observed, error: errorOf(value) });
    else this.#sink.exchange(broken ? { ...observed, broken } : observed);
  }
}

/** Redis' errors begin with a code in capitals. */
function errorOf({ error }: RespError): { readonly code: string; readonly message: string } {
  const code = /^[A-Z][A-Z0-9_]*(?= |$)/.exec(error)?.[0];
  return { code: code ?? 'ERR', message: code === undefined ? error : error.slice(code.length + 1) };
}
