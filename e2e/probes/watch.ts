import type { BrowserContext, Page, Request } from 'playwright-core';
import type { FailedRequest, PageComplaint, PageRequest } from '../record.ts';

/** More requests than a person would read: beyond them only the number is kept. */
const requestLimit = 400;
const complaintLimit = 100;
const urlLimitChars = 400;
const textLimitChars = 600;

/** A failure that the flow causes on purpose; `path` is the beginning of the address's path. */
export interface Tolerance {
  readonly status: number;
  readonly method?: string;
  readonly path?: string;
  readonly reason: string;
}

/** Notes what the pages of one flow ask for and complain about. Judges nothing. */
export class Watch {
  readonly requests: PageRequest[] = [];
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
    context.on('requestfailed', (request) => this.#lost(request));
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
      this.#list(entry);
    });
  }

  #sent(request: Request): void {
    if (!/^https?:/.test(request.url())) return;
    this.#started.set(request, { at: this.#tick(), step: this.#step });
    const url = bounded(request.url(), urlLimitChars);
    if (dataTypes.has(request.resourceType())) this.#called(originOf(url), url);
    else this.#leaves(originOf(url), url);
  }

  async #finished(request: Request): Promise<void> {
    // The answer is known already; asking the browser for it can only fail when the page has gone meanwhile.
    const response = await request.response().catch(() => null);
    if (!response) return this.#keep(request, { error: 'the answer could not be read' });
    const contentType = response.headers()['content-type'];
    this.#keep(request, { status: response.status(), ...(contentType !== undefined && { contentType }) });
  }

  #lost(request: Request): void {
    this.#keep(request, { error: request.failure()?.errorText ?? 'failed' });
  }

  #keep(request: Request, end: { readonly status?: number; readonly contentType?: string; readonly error?: string }): void {
    const start = this.#started.get(request);
    if (!start) return;
    this.#started.delete(request);
    const url = bounded(request.url(), urlLimitChars);
    const entry: PageRequest = {
      method: request.method(), url, origin: originOf(url), type: request.resourceType(), ms: Math.round(this.#tick() - start.at), ...end,
    };
    this.#list(entry);
    // The browser itself drops what a page no longer wants when it moves on; that is no failure of the platform.
    const dropped = end.error === 'net::ERR_ABORTED' || (end.status === undefined && end.error === 'no answer before the flow ended');
    if (dropped || (end.status !== undefined && end.status < 400)) return;
    const tolerated = this.#tolerances.find((each) => tolerates(each, entry))?.reason;
    if (this.failed.length < complaintLimit) this.failed.push({ ...entry, step: start.step, ...(tolerated !== undefined && { tolerated }) });
  }

  #list(entry: PageRequest): void {
    if (this.requests.length < requestLimit) this.requests.push(entry);
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

const dataTypes: ReadonlySet<string> = new Set(['fetch', 'xhr', 'eventsource', 'websocket']);

function note(into: PageComplaint[], text: string, url: string, step: string): void {
  if (into.length < complaintLimit) into.push({ text: bounded(text, textLimitChars), url: bounded(url, urlLimitChars), step });
}

function tolerates(tolerance: Tolerance, request: PageRequest): boolean {
  return tolerance.status === request.status
    && (tolerance.method === undefined || tolerance.method === request.method)
    && (tolerance.path === undefined || new URL(request.url).pathname.startsWith(tolerance.path));
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.') || hostname === '[::1]';
}

function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function bounded(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
