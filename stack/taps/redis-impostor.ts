import type { Json } from '../../core/types.ts';
import type { Impostor, MakeImpostor, Move } from './decoder.ts';
import { refusedReadOnly, servedLoading } from './redis-commands.ts';
import { RespReader } from './redis-resp.ts';
import { Malformed } from './redis-words.ts';

const words = {
  READONLY: 'READONLY You can\'t write against a read only replica.',
  LOADING: 'LOADING Redis is loading the dataset in memory',
} as const;
type RedisTrouble = keyof typeof words;

/** Makes the store itself give the answer, in the turn of the command in whose place it stands. */
const script = (trouble: RedisTrouble): string => `return redis.error_reply("${words[trouble]}")`;
/** Clients that ask whether it is still loading, and wait, are told that it is. */
const loadingInfo = 'return (string.gsub(redis.call("INFO", unpack(ARGV)), "loading:0", "loading:1", 1))';
const ours: ReadonlySet<string> = new Set([script('READONLY'), script('LOADING'), loadingInfo]);
const refusedNames: ReadonlySet<string> = new Set([words.READONLY.toUpperCase(), words.LOADING.toUpperCase()]);

/** Whether a command is one that the impostor put in the place of the platform's: it belongs to the outage and not to the record. */
export function isRefusal(name: string, parameters: readonly Json[]): boolean {
  const first = parameters[0];
  return name === 'EVAL' ? typeof first === 'string' && ours.has(first) : name.length > 32 && refusedNames.has(name);
}

/**
 * READONLY: writes are refused, the rest reaches the store. LOADING: everything is refused but what Redis serves while it loads (sign-in, settings, subscriptions).
 * Answers must keep the order of the questions. As long as nothing was sent to the store, the refusal is said at once; after that a script that returns it goes to the store
 * in the refused command's place. Inside MULTI that would come too late: there an unknown command takes its place, so that EXEC is refused like on a real replica.
 */
export const impostor: MakeImpostor = (trouble): Impostor => new Refusing(trouble === 'LOADING' ? 'LOADING' : 'READONLY');

class Refusing implements Impostor {
  readonly #trouble: RedisTrouble;
  readonly #reader: RespReader;
  #toClient = '';
  #toServer: Buffer[] = [];
  #close = false;
  #forwarded = false;
  #transaction = false;

  constructor(trouble: RedisTrouble) {
    this.#trouble = trouble;
    this.#reader = new RespReader('client', ({ value, cut }) => this.#command(value as readonly string[], cut), 'latin1');
  }

  fromClient(chunk: Buffer): Move {
    try {
      this.#reader.feed(chunk);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#close = true;
    }
    const move = { toClient: Buffer.from(this.#toClient), toServer: Buffer.concat(this.#toServer), close: this.#close };
    this.#toClient = '';
    this.#toServer = [];
    return move;
  }

  #command(command: readonly string[], cut: boolean): void {
    const name = (command[0] ?? '').toUpperCase();
    // A command that is too large to be kept cannot be handed on either.
    if (cut) this.#close = true;
    if (this.#close) return;
    if (this.#trouble === 'READONLY' ? !refusedReadOnly(name) : servedLoading(name)) this.#forward(command, name);
    else if (name === 'INFO') this.#forward(['EVAL', loadingInfo, '0', ...command.slice(1)]);
    else if (this.#transaction) this.#forward([words[this.#trouble]]);
    else if (this.#forwarded) this.#forward(['EVAL', script(this.#trouble), '0']);
    else this.#toClient += `-${words[this.#trouble]}\r\n`;
  }

  #forward(command: readonly string[], name = ''): void {
    if (name === 'MULTI') this.#transaction = true;
    else if (name === 'EXEC' || name === 'DISCARD' || name === 'RESET') this.#transaction = false;
    this.#forwarded = true;
    this.#toServer.push(Buffer.from(`*${command.length}\r\n${command.map((each) => `$${each.length}\r\n${each}\r\n`).join('')}`, 'latin1'));
  }
}
