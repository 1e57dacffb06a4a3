import { causeText, fault, FaultError, type FaultCode } from '../../core/fault.ts';
import type { StoreAddress } from '../driver.ts';

/** Longest waits of every store client, in milliseconds. */
export const connectLimitMs = 3_000;
export const statementLimitMs = 5_000;

/** `unreachable`: nobody answered there. `credentials`: the server answered and refused them. `answer`: it answered something else than it should. */
export type RefusalKind = 'unreachable' | 'credentials' | 'answer';

/** A store that does not let us in, with the server's own words and without any password. */
export class StoreRefusal extends FaultError {
  readonly refusal: RefusalKind;
  constructor(address: StoreAddress, refusal: RefusalKind, error: unknown) {
    const words = withoutSecrets(causeText(error), address);
    super({
      ...fault('store-refused', `${address.name} (${address.kind} at ${address.host}:${address.port}) ${verbs[refusal]}: ${words}`),
      ...(refusal === 'unreachable' && { fix: 'Check that the store runs and listens at that address.' }),
    });
    this.name = 'StoreRefusal';
    this.refusal = refusal;
  }
}

/** Refuses to write to a store that assay did not boot. */
export function notOurs(address: StoreAddress): FaultError {
  return new FaultError(fault('store-refused', `${address.name} was not booted by assay, so nothing is written to it`, {
    fix: 'Let assay boot the stack, or leave checks that write out.',
  }));
}

/** Nothing is changed whose undo is not kept. */
export function noSnapshot({ name }: StoreAddress): FaultError {
  return new FaultError(fault('store-refused', `${name} holds no snapshot, so nothing is changed in it`, { fix: 'Take the snapshot first.' }));
}

const refusedFix = 'The words are the store’s own; give the platform’s user the right that they ask for, or keep what they are about by name.';

/** Work on the whole of a store: what goes wrong becomes a fault of the given code with the store's own words. */
export async function asFaultOf<T>(code: FaultCode, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || error instanceof FaultError) throw error;
    throw new FaultError(fault(code, causeText(error), { cause: error, ...(code === 'store-refused' && { fix: refusedFix }) }));
  }
}

/** An error of a statement in the server's own words, without the store's password. */
export function statementError(address: StoreAddress, error: unknown): Error {
  return new Error(`${address.name}: ${withoutSecrets(causeText(error), address)}`);
}

/**
 * Runs work on an open connection and closes it on every path. When the signal aborts, or after `limitMs`, the connection is
 * closed under the work and the work's promise is no longer waited for.
 */
export async function within<T>(signal: AbortSignal, limitMs: number, work: () => Promise<T>, close: () => Promise<unknown>): Promise<T> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.aborted ? signal.reason : new Error(`no answer within ${limitMs} ms`));
    if (ended.aborted) stop();
    else ended.addEventListener('abort', stop, { once: true });
  });
  try {
    const running = work();
    running.catch(() => undefined);
    return await Promise.race([running, aborted]);
  } finally {
    if (stop) ended.removeEventListener('abort', stop);
    aborted.catch(() => undefined);
    await settled(close, 1_000);
  }
}

/** Waits for a closing connection, but never longer than `limitMs`; what goes wrong while closing changes nothing any more. */
async function settled(close: () => Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([Promise.resolve().then(close).catch(() => undefined), waited]);
  clearTimeout(timer);
}

const verbs: Readonly<Record<RefusalKind, string>> = {
  unreachable: 'cannot be reached',
  credentials: 'refuses the credentials that the platform is given',
  answer: 'does not answer as it should',
};

function withoutSecrets(text: string, address: StoreAddress): string {
  return address.password.length > 0 ? text.replaceAll(address.password, '***') : text;
}
