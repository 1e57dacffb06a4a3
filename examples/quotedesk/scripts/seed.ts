/**
 * Loads the documents of rfqs/ through the public API, as a user would, waits until the worker has finished with each
 * of them, and compares what came out with rfqs/expected.json. Exit code 1: something is not as it should be.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { configOrExit, parseConfig } from '@quotedesk/shared/config.ts';
import { QuotedeskClient } from '../rfqs/client.ts';
import type { Processed } from '../rfqs/client.ts';
import { differences, readExpectations } from '../rfqs/expectations.ts';
import type { Expectation } from '../rfqs/expectations.ts';

const POLL_MS = 500;
/** For all documents together: they take seconds, so more than this means that nobody works on them. */
const WAIT_MS = 120_000;

const settings = z.object({
  API_URL: z.url({ protocol: /^https?$/, error: 'is not an http(s) URL' }),
  CLERK_EMAIL: z.string(),
  CLERK_PASSWORD: z.string(),
});

interface Loaded {
  readonly file: string;
  readonly id: string;
  readonly expected: Expectation;
}

async function main(): Promise<number> {
  const config = configOrExit('seed', () => parseConfig(settings, process.env));
  const client = await QuotedeskClient.login(config.API_URL, config.CLERK_EMAIL, config.CLERK_PASSWORD);
  const withGraph = await client.hasGraph();
  const loaded = await upload(client);
  const results = await waitForAll(client, loaded);
  return report(loaded, results, withGraph);
}

async function upload(client: QuotedeskClient): Promise<readonly Loaded[]> {
  const loaded: Loaded[] = [];
  for (const [file, expected] of Object.entries(await readExpectations())) {
    const { id, known } = await client.upload(file);
    print(`${known ? 'known   ' : 'uploaded'} ${file}`);
    loaded.push({ file, id, expected });
  }
  return loaded;
}

/** What is still missing from the result when the time is over was not finished. */
async function waitForAll(
  client: QuotedeskClient,
  loaded: readonly Loaded[],
): Promise<ReadonlyMap<string, Processed>> {
  const done = new Map<string, Processed>();
  const deadline = Date.now() + WAIT_MS;
  while (done.size < loaded.length && Date.now() < deadline) {
    for (const { id } of loaded.filter((each) => !done.has(each.id))) {
      const document = await client.document(id);
      if (document.status !== 'received' && document.status !== 'processing') done.set(id, document);
    }
    if (done.size < loaded.length) await sleep(POLL_MS);
  }
  return done;
}

function report(
  loaded: readonly Loaded[],
  results: ReadonlyMap<string, Processed>,
  withGraph: boolean,
): number {
  const counts = { quoted: 0, unreadable: 0, wrong: 0 };
  print('');
  for (const { file, id, expected } of loaded) {
    const result = results.get(id);
    const problems = result
      ? differences(expected, result, withGraph)
      : [`was not processed within ${WAIT_MS / 1000} s`];
    if (result?.status === 'quoted') counts.quoted += 1;
    if (result?.status === 'unreadable') counts.unreadable += 1;
    if (problems.length > 0) counts.wrong += 1;
    print(row(file, result));
    for (const problem of problems) print(`    ! ${problem}`);
  }
  const graph = withGraph ? '' : ' (without a graph: products that are named by a synonym may be left open)';
  print(`\n${loaded.length} documents: ${counts.quoted} quoted, ${counts.unreadable} unreadable${graph}`);
  print(counts.wrong === 0 ? 'All as expected.' : `${counts.wrong} not as expected.`);
  return counts.wrong === 0 ? 0 : 1;
}

function row(file: string, result: Processed | undefined): string {
  if (result === undefined) return `${file.padEnd(36)} unfinished`;
  const { status, lines, reason, customer, total } = result;
  const start = `${file.padEnd(36)} ${status.padEnd(11)}`;
  if (total === null) return `${start} ${reason ?? ''}`.trimEnd();
  const open = lines.filter((line) => line.sku === null).length;
  return `${start} ${String(lines.length).padStart(2)} lines, ${open} open  ${total.padStart(14)}  ${customer ?? ''}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`seed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
