import type { Exchange } from '../../../core/tap.ts';
import type { Pass, ProofCall, Statement } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import type { Answered } from './asked.ts';

const mostItems = 50;
const mostText = 4_000;
const mostBytes = 64 * 1024;
const mostStatements = 30;
const mostRows = 20;
const secretColumn = /pass(word)?|hash|secret|token|salt|api_?key/i;

/** A call as it is kept: what was asked and answered, both cut to what a reader looks at. */
export function keptCall(target: string, pass: Pass, answered: Answered, exchanges: readonly Exchange[]): ProofCall {
  const whole = answered.body;
  const body = whole === undefined ? undefined : cut(whole);
  const fits = body === undefined || JSON.stringify(body).length <= mostBytes;
  const bodyCut = !fits || JSON.stringify(body) !== JSON.stringify(whole);
  return {
    target, pass, url: answered.url, status: answered.status, ms: answered.ms,
    ...(answered.contentType !== undefined && { contentType: answered.contentType }),
    ...(body !== undefined && fits && { body }), ...(bodyCut && { bodyCut }),
    ...(answered.broke !== undefined && { broke: answered.broke }),
    statements: exchanges.filter((each) => each.effect !== 'session').slice(0, mostStatements).map(keptStatement),
  };
}

/** Long lists and texts end early; everything else stays as it was, so that a pointer into the answer still means the same. */
export function cut(value: Json): Json {
  if (typeof value === 'string') return value.length > mostText ? `${value.slice(0, mostText)}…` : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item: Json) => cut(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item)]));
}

/** Values of columns that hold secrets never leave this process. */
function keptStatement(exchange: Exchange): Statement {
  const hidden = exchange.columns.map((name) => secretColumn.test(name));
  const mentions = secretColumn.test(exchange.statement);
  return {
    store: exchange.store, statement: exchange.statement.slice(0, mostText), effect: exchange.effect, columns: exchange.columns, rowCount: exchange.rowCount,
    parameters: mentions ? exchange.parameters.map(() => '…') : exchange.parameters.map(cut),
    rows: exchange.rows.slice(0, mostRows).map((row) => row.map((value, index) => (hidden[index] === true ? '…' : cut(value)))),
    ...(exchange.tag !== undefined && { tag: exchange.tag }), ...(exchange.error && { error: `${exchange.error.code} ${exchange.error.message}` }),
  };
}
