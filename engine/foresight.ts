import type { Check } from '../core/define.ts';
import { failsDemand } from '../core/gate.ts';
import type { Seal } from '../core/judge.ts';
import type { Clock, Probe } from '../core/ports.ts';
import type { Finding, Foreseen, Outcome, Standard } from '../core/types.ts';
import { judgeOver, type EventSink, type JudgeRequest } from './judging.ts';

/** Findings of one check that are told ahead; the others are counted. */
const toldFindings = 5;

interface Planned {
  readonly checks: readonly Check[];
  readonly probes: readonly Probe[];
  readonly standard: Standard;
}

/**
 * Tells what a check will say as soon as everything that it looks at is sealed, so that nobody who watches has to wait for the end of the run.
 * It decides nothing: at the end every check is judged anew, over all that was sealed.
 */
export class Foresight {
  readonly #request: JudgeRequest & Planned;
  readonly #bus: EventSink;
  readonly #tick: Clock['tick'];
  readonly #seals: Seal[] = [];
  readonly #told = new Set<Check>();

  constructor(request: JudgeRequest & Planned, bus: EventSink, tick: Clock['tick']) {
    this.#request = request;
    this.#bus = bus;
    this.#tick = tick;
  }

  /**
   * To be called where nothing is being measured: judging takes this process for itself, one check at a time. `booted`: the stack is what it will be.
   * It never rejects: a run is not held up by what only those who watch are told.
   */
  async tell(seals: readonly Seal[], booted: boolean): Promise<void> {
    this.#seals.push(...seals);
    const { checks } = this.#request;
    const due = checks.filter((check) => !this.#told.has(check) && (booted || check.lasting === true) && this.#complete(check));
    if (due.length === 0) return;
    try {
      await this.#foresee(due);
    } catch {
      // Evidence of another shape, for one: the judgement at the end comes upon the same, and says so.
    }
  }

  async #foresee(due: readonly Check[]): Promise<void> {
    const { checks, standard } = this.#request;
    const { judge } = judgeOver(checks, this.#seals, this.#request, this.#bus);
    for (const check of due) {
      this.#told.add(check);
      const started = this.#tick();
      const outcome = judge(check);
      const failing = outcome.status === 'fail' ? outcome.findings.filter((finding) => failsDemand(finding, standard)) : [];
      const ms = Math.round(this.#tick() - started);
      this.#bus.emit({ type: 'check-foreseen', check: check.info.id, status: statusOf(outcome, failing), failing: failing.length, worst: failing.slice(0, toldFindings).map(foreseen), ms });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** True when no probe is left whose evidence the check may look at. */
  #complete(check: Check): boolean {
    const kinds = new Set([...check.needs, ...(check.also ?? [])].map((kind) => kind.name));
    return this.#request.probes.every((probe) => !kinds.has(probe.kind.name) || (check.probe !== undefined && check.probe !== probe.id) || this.#seals.some((seal) => seal.probe === probe.id));
  }
}

/** A check whose findings are all accepted or only possible fails nothing. */
function statusOf(outcome: Outcome, failing: readonly Finding[]): Outcome['status'] {
  return outcome.status === 'fail' && failing.length === 0 ? 'pass' : outcome.status;
}

function foreseen({ what, severity, location, subject }: Finding): Foreseen {
  return { what, severity, ...(location && { location }), ...(subject !== undefined && { subject }) };
}
