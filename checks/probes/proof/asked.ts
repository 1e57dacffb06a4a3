import type { Ports } from '../../../core/ports.ts';
import type { Supply } from '../../../core/lineage/types.ts';
import type { Target } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { isSuccess } from '../../../core/status.ts';

/** One answer, whole and unredacted: it is traced and compared here, and only what was found is sealed. */
export interface Answered {
  readonly url: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly ms: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly contentType?: string;
  /** JSON, else text, else bytes in base64, as a tap gives them. */
  readonly body?: Json;
  readonly broke?: string;
  readonly request: Supply['request'];
}

/** A target with what it takes to ask it once. `ask` never rejects but for an abort: no answer is an answer. */
export interface Askable {
  readonly target: Target;
  readonly ask: (ports: Ports, budgetMs: number, signal: AbortSignal) => Promise<Answered>;
}

export function isGood(answered: Pick<Answered, 'status'>): boolean {
  return isSuccess(answered.status);
}
