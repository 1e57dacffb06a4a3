import type { EventEmitter } from 'node:events';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import autocannon from 'autocannon';
import { measured } from './measured.ts';
import type { Books } from './measured.ts';
import type { LoadPlan, Report } from './plan.ts';
import type { Tally } from './tally.ts';

/**
 * Runs in a thread of its own, so that its processor time can be told from the rest of assay and a run that is stopped takes it along.
 * autocannon sends and receives; the counting is ours, because its own latencies are whole milliseconds, leave timeouts out, and follow
 * the wrong request once a connection was closed without an answer. Its rate mode is not used: it was measured to be wrong, and without
 * it there is no correction for coordinated omission to turn off.
 */
async function drive(plan: LoadPlan, seconds: number, tally: Tally): Promise<Books> {
  const requests = plan.targets.map((each) => ({
    method: each.method as 'GET', path: each.path, headers: { ...each.headers }, ...(each.body !== undefined && { body: each.body }),
  }));
  let connection = 0;
  const result = await autocannon({
    url: plan.origin,
    connections: plan.connections,
    duration: seconds,
    pipelining: 1,
    timeout: plan.timeoutSeconds,
    requests,
    setupClient: (client) => {
      // Each connection begins with another target, else all of them ask the same one at the same time.
      const first = connection++ % requests.length;
      client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
      follow(client, plan, tally, first);
    },
  });
  return { answers: result['1xx'] + result['2xx'] + result['3xx'] + result['4xx'] + result['5xx'], errors: result.errors };
}

interface Open {
  readonly target: number;
  readonly at: number;
  /** Sent into a connection that the server had announced to close. */
  readonly doomed: boolean;
}

/** Follows one connection: at most one request is open on it, and each ends as an answer, an error or a timeout, or stays unfinished. */
function follow(client: EventEmitter, plan: LoadPlan, tally: Tally, first: number): void {
  let made = first;
  let open: Open | undefined;
  let displaced: Open | undefined;
  let closing = false;
  const settle = (): void => {
    if (displaced?.doomed) tally.withdrawn(displaced.target, false);
    else if (displaced) tally.dropped(displaced.target);
    displaced = undefined;
  };
  client.on('request', () => {
    settle();
    // A request that is still open was displaced: by a timeout, which is told right after this, or because the server closed the connection.
    displaced = open;
    const target = made++ % plan.targets.length;
    open = { target, at: performance.now(), doomed: closing };
    closing = false;
    tally.sent(target);
  });
  client.on('timeout', () => {
    if (displaced) tally.timedOut(displaced.target, plan.timeoutSeconds * 1000);
    displaced = undefined;
  });
  client.on('headers', (head: { readonly shouldKeepAlive?: boolean }) => {
    closing = head.shouldKeepAlive === false;
  });
  client.on('connError', (error: Error) => {
    settle();
    if (open?.doomed) tally.withdrawn(open.target, true);
    else if (open) tally.failed(open.target, error.message);
    open = undefined;
  });
  client.on('response', (status: number) => {
    settle();
    if (open) tally.answered(open.target, status, performance.now() - open.at);
    open = undefined;
  });
  client.on('done', settle);
}

const say = (report: Report): void => parentPort?.postMessage(report);

say({ done: await measured(workerData as LoadPlan, say, drive) });
