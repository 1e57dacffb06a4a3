import type { BrowserContext, Page, Request } from 'playwright-core';
import { isForData, isThisMachine, originOf } from '../addresses.ts';
import type { FailedRequest, PageComplaint, PageRequest } from '../record.ts';
import { tolerates } from '../tolerance.ts';
import type { Tolerance } from '../tolerance.ts';

/** More requests than a person would read: beyond them only the number is kept. */
const requestLimit = 400;
const complaintLimit = 100;
const urlLimitChars = 400;
const textLimitChars = 600;

/** Notes what the pages of one flow ask for and complain about. Judges nothing. */
export class Watch {
  readonly #requests: { readonly at: number; readonly entry: PageRequest }[] = [];
  readonly failed: FailedRequest[] = [];
  readonly consoleErrors: PageComplaint[] = [];
  readonly pageErrors: PageComplaint[] = [];
  readonly #origins = new Set<string>();
  readonly #outside = new Map<string, string>();
  readonly #started = new Map<Request, { readonly at: number; readonly step: string }>();
  readonly #tick: () => number;
  readonly #tolerances: readonly Tolerance[];
  #cut = 0;
  #step = 'before the first step';

  constructor(tick: () => number, tolerances: readonly Tolerance[]) {
    this.#tick = tick;
    this.#tolerances = tolerances;
  }

  during(step: string): void {
    this.#step = step;
  }

  /** The step that runs now. */
  get step(): string {
    return this.#step;
  }

  /** In the order in which they were sent. */
  get requests(): readonly PageRequest[] {
    return this.#requests.toSorted((a, b) => a.at - b.at).map((each) => each.entry);
  }

  get cut(): number {
    return this.#cut;
  }

  /** Origins called for data. */
  get origins(): readonly string[] {
    return [...this.#origins].sort();
  }

  get outside(): readonly string[] {
    return [...this.#outside.values()].sort();
  }

  /** Requests sent and not answered yet. */
  get pending(): number {
    return this.#started.size;
  }

  /** From now on everything in this context is noted, in its later pages too. */
  attach(context: BrowserContext): void {
    context.on('request', (request) => this.#sent(request));
    context.on('requestfinished', (request) => void this.#finished(request));
    context.on('requestfailed', (request) => void this.#lost(request));
    context.on('console', (message) => {
      if (message.type() === 'error') note(this.consoleErrors, message.text(), message.location().url, this.#step);
    });
    context.on('weberror', (error) => note(this.pageErrors, error.error().message, error.page()?.url() ?? '', this.#step));
    context.on('page', (page) => this.#page(page));
  }

  /** Requests that were still open at the end are kept without an answer. */
  end(): void {
    for (const request of [...this.#started.keys()]) this.#keep(request, { error: 'no answer before the flow ended' });
  }

  #page(page: Page): void {
    const step = (): string => this.#step;
    page.on('crash', () => note(this.pageErrors, 'the page crashed', page.url(), step()));
    page.on('websocket', (socket) => {
      const url = bounded(socket.url(), urlLimitChars);
      const origin = originOf(url);
      this.#called(origin, url);
      const at = this.#tick();
      const entry = { method: 'GET', url, origin, type: 'websocket', ms: 0 };
      let open = false;
      socket.on('framereceived', () => { open = true; });
      socket.on('framesent', () => { open = true; });
      socket.on('socketerror', (error) => {
        // An error after frames were exchanged is a connection that was lost, which outage probes judge; before, it never came about.
        if (!open) this.failed.push({ ...entry, ms: this.#tick() - at, error: bounded(error, textLimitChars), step: step() });
      });
      this.#list(at, entry);
    });
  }

  #sent(request: Request): void {
    if (!/^https?:/.test(request.url())) return;
    this.#started.set(request, { at: this.#tick(), step: this.#step });
    const url = bounded(request.url(), urlLimitChars);
    if (isForData(request.resourceType())) this.#called(originOf(url), url);
    else this.#leaves(originOf(url), url);
  }

  async #finished(request: Request): Promise<void> {
    // The answer is known already; asking the browser for it can only fail when the page has gone meanwhile.
    const response = await request.response().catch(() => null);
    if (!response) return this.#keep(request, { error: 'the answer could not be read' });
    const contentType = response.headers()['content-type'];
    this.#keep(request, { status: response.status(), ...(contentType !== undefined && { contentType }) });
  }

  /** The browser drops the body of a script that was answered 404 and calls it aborted; the answer is there all the same. */
  async #lost(request: Request): Promise<void> {
    const status = (await request.response().catch(() => null))?.status();
    if (status !== undefined && status >= 400) this.#keep(request, { status });
    else this.#keep(request, { error: request.failure()?.errorText ?? 'failed' });
  }

  #keep(request: Request, end: { readonly status?: number; readonly contentType?: string; readonly error?: string }): void {
    const start = this.#started.get(request);
    if (!start) return;
    this.#started.delete(request);
    const url = bounded(request.url(), urlLimitChars);
    const entry: PageRequest = {
      method: request.method(), url, origin: originOf(url), type: request.resourceType(), ms: Math.round(this.#tick() - start.at), ...end,
    };
    this.#list(start.at, entry);
    // The browser itself drops what a page no longer wants when it moves on; that is no failure of the platform.
    const dropped = end.error === 'net::ERR_ABORTED' || (end.status === undefined && end.error === 'no answer before the flow ended');
    if (dropped || (end.status !== undefined && end.status < 400)) return;
    const tolerated = this.#tolerances.find((each) => tolerates(each, entry))?.reason;
    if (this.failed.length < complaintLimit) this.failed.push({ ...entry, step: start.step, ...(tolerated !== undefined && { tolerated }) });
  }

  #list(at: number, entry: PageRequest): void {
    if (this.#requests.length < requestLimit) this.#requests.push({ at, entry });
    else this.#cut += 1;
  }

  #called(origin: string, url: string): void {
    this.#origins.add(origin);
    this.#leaves(origin, url);
  }

  #leaves(origin: string, url: string): void {
    const { hostname } = new URL(origin);
    if (!isThisMachine(hostname) && !this.#outside.has(hostname)) this.#outside.set(hostname, url);
  }
}

function note(into: PageComplaint[], text: string, url: string, step: string): void {
  if (into.length < complaintLimit) into.push({ text: bounded(text, textLimitChars), url: bounded(url, urlLimitChars), step });
}

function bounded(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
