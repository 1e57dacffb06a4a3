import { FaultError, fault } from '../../core/fault.ts';
import type { Ports } from '../../core/ports.ts';
import type { Flow } from '../flow.ts';
import type { Journey } from '../journey.ts';
import type { Expectation, FlowRecord, FlowStep } from '../record.ts';
import { apiOf, credentialsOf, declaredOrigins, pageOrigin, storeOf } from './platform.ts';
import { Chromium } from './browser.ts';
import type { Page } from './browser.ts';
import { compare } from './compare.ts';
import { shot, traced } from './keep.ts';
import { limit } from './limit.ts';
import { Watch } from './watch.ts';
import { firstLine } from './words.ts';

const actionLimitMs = 10_000;
/** How long requests that are still under way when the journey ends may take. */
const settleLimitMs = 2_000;

interface Notes {
  readonly steps: FlowStep[];
  readonly expectations: Expectation[];
  /** Set when the time is up: what the author's code still does is no part of the record. */
  over: boolean;
}

/** Drives one flow in a browser of its own and notes what was seen. Throws only for trouble of the harness: no browser, a browser that died, the run's end. */
export async function driveFlow(flow: Flow, ports: Ports, signal: AbortSignal): Promise<FlowRecord> {
  const origin = pageOrigin(ports);
  if (origin === undefined) throw new FaultError(fault('probe-failed', `the service ${ports.platform.web?.service ?? 'of the page'} has no address: it is not running`));
  const browser = await Chromium.open(signal);
  try {
    const watch = new Watch(ports.clock.tick, flow.tolerates ?? []);
    const context = await browser.context(actionLimitMs);
    watch.attach(context);
    if (ports.stack.ours) await context.tracing.start({ snapshots: true, screenshots: false });
    const notes: Notes = { steps: [], expectations: [], over: false };
    const open = async (): Promise<Page> => {
      const other = await browser.context(actionLimitMs);
      watch.attach(other);
      return other.newPage();
    };
    await journey(flow, ports, signal, { page: await context.newPage(), origin, watch, notes, open });
    if (!browser.alive()) throw new FaultError(fault('probe-failed', `the browser died during “${watch.step}” of ${flow.id}`));
    await settled(watch, ports);
    watch.end();
    return {
      flow: flow.id, title: flow.title, browser: browser.version(), page: origin, steps: notes.steps, expectations: notes.expectations,
      requests: watch.requests, requestsCut: watch.cut, failedRequests: watch.failed, consoleErrors: watch.consoleErrors, pageErrors: watch.pageErrors,
      origins: watch.origins, declaredOrigins: declaredOrigins(ports), outside: watch.outside,
      ...(hasTrouble(notes, watch) ? await traced(flow.id, ports, context) : {}),
    };
  } finally {
    await browser.close();
  }
}

interface Stage {
  readonly page: Page;
  readonly origin: string;
  readonly watch: Watch;
  readonly notes: Notes;
  readonly open: () => Promise<Page>;
}

/** Runs the author's code against the clock; what it throws becomes a step that failed. */
async function journey(flow: Flow, ports: Ports, signal: AbortSignal, stage: Stage): Promise<void> {
  const { notes, watch } = stage;
  const fail = async (name: string, error: string, ms: number): Promise<void> => {
    notes.over = true;
    notes.steps.push({ name, ms, ok: false, error, url: stage.page.url(), ...(await shot(flow.id, ports, stage.page, name)) });
  };
  const deadline = limit(flow.timeoutMs);
  const driven = flow.drive(handles(flow, ports, signal, stage), ports);
  // When the clock wins, the browser closes under the author's code, which then rejects with nobody waiting.
  driven.catch(() => undefined);
  const aborted = whenAborted(signal);
  try {
    const ended = await Promise.race([driven.then(() => true), deadline.over, aborted]);
    if (!ended) await fail(watch.step, `it was still running when the flow’s ${flow.timeoutMs / 1000} s were over`, flow.timeoutMs);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FaultError) throw error;
    if (!(error instanceof StepFailed)) await fail(notes.steps.length === 0 ? 'before the first step' : 'between steps', firstLine(error), 0);
  } finally {
    deadline.clear();
  }
}

/** Rejects when the run ends; quiet when nobody listens any more. */
function whenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    const give = (): void => reject(signal.reason as Error);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
  aborted.catch(() => undefined);
  return aborted;
}

/** Unwinds the author's code after a step that is noted already. */
class StepFailed extends Error {}

function handles(flow: Flow, ports: Ports, signal: AbortSignal, stage: Stage): Journey {
  const { page, origin, watch, notes } = stage;
  return {
    page, origin,
    step: async (name, body, on = page) => {
      watch.during(name);
      ports.progress(notes.steps.length, notes.steps.length + 1, `${flow.id}: ${name}`);
      const start = ports.clock.tick();
      try {
        const result = await body();
        if (notes.over) throw new StepFailed(name);
        notes.steps.push({ name, ms: Math.round(ports.clock.tick() - start), ok: true, url: on.url(), ...(await shot(flow.id, ports, on, name)) });
        return result;
      } catch (error) {
        if (error instanceof StepFailed || error instanceof FaultError || notes.over || signal.aborted) throw error;
        const ms = Math.round(ports.clock.tick() - start);
        notes.steps.push({ name, ms, ok: false, error: firstLine(error), url: on.url(), ...(await shot(flow.id, ports, on, name)) });
        throw new StepFailed(name, { cause: error });
      }
    },
    expect: async (label, pair) => {
      const expectation = await compare(label, pair, ports.clock, signal);
      if (!notes.over) notes.expectations.push(expectation);
    },
    store: (name) => storeOf(ports, name, signal),
    api: apiOf(ports, signal),
    credentials: (role) => credentialsOf(ports, role),
    secondPage: stage.open,
  };
}

/** A click may show success before its request fails: what is under way gets a moment to end. */
async function settled(watch: Watch, ports: Ports): Promise<void> {
  const end = ports.clock.tick() + settleLimitMs;
  while (watch.pending > 0 && ports.clock.tick() < end) await limit(25).over;
}

function hasTrouble(notes: Notes, watch: Watch): boolean {
  return [...notes.steps, ...notes.expectations].some((each) => !each.ok)
    || watch.failed.some((each) => each.tolerated === undefined) || watch.consoleErrors.length > 0 || watch.pageErrors.length > 0;
}
