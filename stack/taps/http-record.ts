import type { IncomingMessage } from 'node:http';
import type { TapOutage } from '../../core/tap.ts';
import type { Json } from '../../core/types.ts';
import type { Observed } from './decoder.ts';
import { Body } from './http-body.ts';
import { masked } from './http-words.ts';
import { Ledger } from './ledger.ts';
import { pack } from './wire.ts';

/** One call to a third party as it passes. */
export class CallRecord {
  readonly question = new Body();
  readonly answer = new Body();
  status = 0;
  readonly #at = Date.now();
  readonly #statement: string;
  readonly #query: Json | undefined;
  readonly #asked: IncomingMessage;
  #answered: IncomingMessage | undefined;
  #error: { readonly code: string; readonly message: string } | undefined;

  /** `origin`: of the third party, for whoever reads the statement. */
  constructor(asked: IncomingMessage, origin: string) {
    const { url: path = '/' } = asked;
    const url = URL.canParse(path, 'http://tap') ? new URL(path, 'http://tap') : new URL('http://tap/');
    this.#asked = asked;
    this.#statement = `${asked.method ?? 'GET'} ${origin}${url.pathname}`;
    this.#query = masked(url.searchParams);
  }

  meets(outage: TapOutage): void {
    if (outage.kind !== 'slow') this.failed(`outage ${outage.kind}`, 'the tap inflicted it');
  }

  answered(incoming: IncomingMessage): void {
    this.status = incoming.statusCode ?? 0;
    this.#answered = incoming;
  }

  /** The first reason stays. */
  failed(code: string, message: string): void {
    this.#error ??= { code, message };
  }

  /** What was told to nobody (the outage's own words, a body that was cut) is no value that the platform can have had. */
  observed(number: number): Observed {
    const asked = this.question.told(this.#asked.headers['content-type'] ?? '', this.#asked.headers['content-encoding'] ?? '');
    const { headers = {}, complete = true } = this.#answered ?? {};
    const told = this.answer.told(headers['content-type'] ?? '', headers['content-encoding'] ?? '');
    const refused = this.#error ?? (this.status >= 400 ? { code: String(this.status), message: this.#answered?.statusMessage ?? '' } : undefined);
    const cells = this.#error ? [] : told.cells;
    return {
      at: this.#at, endedAt: Date.now(), number, statement: this.#statement.slice(0, statementChars), parameters: [...(this.#query === undefined ? [] : [this.#query]), ...asked.cells],
      effect: 'read', columns: [], rows: cells.map((cell) => [cell]), rowCount: cells.length, cut: told.cut, open: false,
      ...(this.status > 0 && { tag: String(this.status) }), ...(refused && { error: refused }), ...(!complete && { broken: true }),
    };
  }
}

const statementChars = 8 * 1024;

/** Keeps what passed until a controller takes it. */
export class CallRecorder {
  readonly #ledger = new Ledger();
  #number = 0;

  add(connection: number, record: CallRecord): void {
    this.#number += 1;
    this.#ledger.add(JSON.stringify(pack(connection, record.observed(this.#number))));
  }

  take(after: number): Promise<Uint8Array> {
    return Promise.resolve(Buffer.concat(this.#ledger.answer(after)));
  }
}
