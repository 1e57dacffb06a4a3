import type { Effect } from '../../core/tap.ts';
import type { Json } from '../../core/types.ts';
import { effectAsTold, effectOfCypher } from './bolt-cypher.ts';
import { BoltFrames, BoltHandshake, type BoltMessage } from './bolt-frames.ts';
import { fieldsOf, isMap, tagOf, tags, word, type Metadata } from './bolt-messages.ts';
import { freshBudget, NotBolt, type Budget } from './bolt-packstream.ts';
import { limits, type Decoder, type MakeDecoder, type Sink, type Standing } from './decoder.ts';
import { Turns } from './turns.ts';

const names: ReadonlyMap<number, string> = new Map(Object.entries(tags).map(([name, tag]) => [tag, name]));

/** What becomes an exchange: a statement with its rows, or a message of the session. */
interface Told {
  readonly at: number;
  readonly statement: string;
  readonly parameters: readonly Json[];
  readonly budget: Budget;
  effect: Effect;
  columns: readonly string[];
  readonly rows: Json[][];
  rowCount: number;
  tag: string | undefined;
  told: boolean;
}
/** A message that waits for its answer. PULL and DISCARD belong to the statement of the last RUN, or to the one that the server numbered `qid`. */
interface Waiting {
  readonly tag: number;
  readonly told: Told | undefined;
  readonly qid: number;
}

/** Messages without an answer, and statements whose rows are still to be fetched, on one connection; beyond, it is given up. */
const waitingLimit = 100_000;
const openLimit = 1_000;

/** Reads Bolt 3 to 6. A statement is one exchange with all its rows, whatever number of PULLs fetched them; BEGIN, COMMIT and the session's messages are exchanges without rows. */
export const decoder: MakeDecoder = (sink, midway) => new Conversation(sink, midway);

class Conversation implements Decoder {
  readonly #sink: Sink;
  readonly #handshake: BoltHandshake | undefined;
  readonly #client = new BoltFrames((message) => this.#asks(message));
  readonly #server = new BoltFrames((message) => this.#answers(message));
  readonly #waiting = new Turns<Waiting>();
  #last: Told | undefined;
  /** Statements whose rows are not all fetched: by the server's number, or 0 where it gives none. */
  readonly #open = new Map<number, Told>();
  #transaction = false;
  #signedIn: boolean;
  #at = 0;
  #number = 0;
  #over = false;

  constructor(sink: Sink, midway: boolean) {
    this.#sink = sink;
    this.#signedIn = midway;
    this.#handshake = midway ? undefined : new BoltHandshake();
  }

  fromClient(chunk: Buffer, at: number): void {
    this.#feed(at, () => this.#client.feed(this.#handshake?.fromClient(chunk) ?? chunk));
  }

  fromServer(chunk: Buffer, at: number): void {
    this.#feed(at, () => this.#server.feed(this.#handshake?.fromServer(chunk) ?? chunk));
  }

  end(at: number): void {
    this.#at = at;
    if (this.#over) return;
    this.#over = true;
    for (const told of this.#open.values()) this.#tell(told, { broken: true });
    for (const { told } of this.#waiting.rest) if (told !== undefined) this.#tell(told, { broken: true });
  }

  standing(): Standing {
    if (!this.#signedIn) return 'sign-in';
    const idle = this.#waiting.length === 0 && this.#open.size === 0 && !this.#transaction && this.#client.whole && this.#server.whole;
    return idle ? 'idle' : 'busy';
  }

  #feed(at: number, read: () => void): void {
    if (this.#over) return;
    this.#at = at;
    try {
      read();
      const version = this.#handshake?.version;
      if (version !== undefined && version[0] < 3) this.#giveUp(`Bolt ${version[0]} is not read`);
    } catch (error) {
      if (!(error instanceof NotBolt)) throw error;
      this.#giveUp(error.message);
    }
  }

  #giveUp(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#sink.unobserved(reason);
  }

  #asks({ bytes, whole }: BoltMessage): void {
    if (this.#over) return;
    const tag = tagOf(bytes);
    if (tag === tags.GOODBYE) return;
    if (this.#waiting.length >= waitingLimit) throw new NotBolt(`more than ${waitingLimit} messages without an answer`);
    if (tag === tags.PULL || tag === tags.DISCARD) {
      const wanted = whole ? fieldsOf(bytes, freshBudget())[0] : undefined;
      const qid = isMap(wanted) ? wanted['qid'] : undefined;
      this.#waiting.push({ tag, told: typeof qid === 'number' && qid >= 0 ? undefined : this.#last, qid: typeof qid === 'number' ? qid : -1 });
      return;
    }
    const told = tag === tags.RUN ? this.#statement(bytes, whole) : this.#message(tag, bytes, whole);
    if (tag === tags.RUN) this.#last = told;
    this.#waiting.push({ tag, told, qid: -1 });
  }

  #statement(bytes: Buffer, whole: boolean): Told {
    const budget = freshBudget();
    if (!whole) {
      budget.cut = true;
      return this.#begin('', [], 'write', budget);
    }
    const [statement, parameters] = fieldsOf(bytes, budget);
    if (typeof statement !== 'string') throw new NotBolt('a RUN without a statement');
    return this.#begin(statement, isMap(parameters) && Object.keys(parameters).length > 0 ? [parameters] : [], effectOfCypher(statement), budget);
  }

  #message(tag: number, bytes: Buffer, whole: boolean): Told {
    const budget = freshBudget();
    const transaction = tag === tags.BEGIN || tag === tags.COMMIT || tag === tags.ROLLBACK;
    // What BEGIN is told (mode, database, bookmarks) is worth keeping; of the others some are credentials.
    const parameters = tag === tags.BEGIN && whole ? fieldsOf(bytes, budget).filter((each) => isMap(each) && Object.keys(each).length > 0) : [];
    return this.#begin(names.get(tag) ?? `0x${tag.toString(16)}`, parameters, transaction ? 'transaction' : 'session', budget);
  }

  #begin(statement: string, parameters: readonly Json[], effect: Effect, budget: Budget): Told {
    return { at: this.#at, statement, parameters, budget, effect, columns: [], rows: [], rowCount: 0, tag: undefined, told: false };
  }

  #answers({ bytes, whole }: BoltMessage): void {
    if (this.#over) return;
    const tag = tagOf(bytes);
    const head = this.#waiting.first;
    if (head === undefined) throw new NotBolt('an answer to nothing that was asked');
    if (tag === tags.RECORD) return this.#record(head, bytes, whole);
    this.#waiting.shift();
    const [first] = whole ? fieldsOf(bytes, freshBudget()) : [];
    const metadata: Metadata = isMap(first) ? first : {};
    if (tag === tags.SUCCESS) this.#succeeded(head, metadata);
    else if (tag === tags.IGNORED) this.#failed(head, { code: 'IGNORED', message: 'not done, because something before it failed or was interrupted' });
    else if (tag === tags.FAILURE) {
      this.#transaction = false;
      this.#failed(head, { code: word(metadata['neo4j_code'] ?? metadata['code']), message: word(metadata['message'] ?? metadata['description']) });
    } else throw new NotBolt(`an answer with the signature 0x${tag.toString(16)}`);
  }

  #told(head: Waiting): Told | undefined {
    return head.told ?? this.#open.get(head.qid);
  }

  #record(head: Waiting, bytes: Buffer, whole: boolean): void {
    const told = this.#told(head);
    if (told === undefined) throw new NotBolt('a record of no statement');
    told.rowCount += 1;
    if (!whole) told.budget.cut = true;
    if (told.budget.cut) return;
    const [row] = fieldsOf(bytes, told.budget);
    if (!Array.isArray(row)) throw new NotBolt('a record that is no list');
    told.rows.push(row as Json[]);
  }

  #succeeded(head: Waiting, metadata: Metadata): void {
    const told = this.#told(head);
    switch (head.tag) {
      case tags.RUN: return this.#ran(told, metadata);
      case tags.PULL: case tags.DISCARD:
        if (metadata['has_more'] === true || told === undefined) return;
        told.effect = effectAsTold(told.effect, metadata['type']);
        if (isMap(metadata['stats'])) told.tag = JSON.stringify(metadata['stats']);
        return this.#tell(told, {});
      case tags.HELLO: this.#signedIn ||= !this.#signsOnApart(); break;
      case tags.LOGON: this.#signedIn = true; break;
      case tags.LOGOFF: this.#signedIn = false; break;
      case tags.BEGIN: this.#transaction = true; break;
      case tags.COMMIT: case tags.ROLLBACK: case tags.RESET: this.#closeAll(); break;
      default:
    }
    if (told !== undefined) this.#tell(told, {});
  }

  /** Since 5.1 credentials come in a message of their own. */
  #signsOnApart(): boolean {
    const [major, minor] = this.#handshake?.version ?? [0, 0];
    return major > 5 || (major === 5 && minor >= 1);
  }

  #ran(told: Told | undefined, metadata: Metadata): void {
    if (told === undefined) return;
    const { fields, qid } = metadata;
    if (Array.isArray(fields)) told.columns = fields.map(word);
    const number = typeof qid === 'number' ? qid : 0;
    const before = this.#open.get(number);
    if (before !== undefined) this.#tell(before, {});
    this.#open.set(number, told);
    if (this.#open.size > openLimit) throw new NotBolt(`more than ${openLimit} statements whose rows are not fetched`);
  }

  /** Nobody will fetch what is left. */
  #closeAll(): void {
    for (const told of this.#open.values()) this.#tell(told, {});
    this.#transaction = false;
  }

  #failed(head: Waiting, error: { readonly code: string; readonly message: string }): void {
    const told = this.#told(head);
    if (told !== undefined) this.#tell(told, { error });
  }

  #tell(told: Told, { error, broken = false }: { readonly error?: { readonly code: string; readonly message: string }; readonly broken?: boolean }): void {
    if (told.told) return;
    told.told = true;
    for (const [number, each] of this.#open) if (each === told) this.#open.delete(number);
    this.#number += 1;
    this.#sink.exchange({
      at: told.at, endedAt: this.#at, number: this.#number, statement: told.statement.slice(0, limits.statementBytes), parameters: told.parameters, effect: told.effect, columns: told.columns,
      rows: told.rows, rowCount: told.rowCount, cut: told.budget.cut, open: this.#transaction,
      ...(told.tag !== undefined && { tag: told.tag }), ...(error && { error }), ...(broken && { broken }),
    });
  }
}
