import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assemble } from '../cli/assemble.ts';
import { bootRequest } from '../cli/stack.ts';
import { chooseAddresses } from '../stack/addresses.ts';
import { composeDriver } from '../stack/drivers/compose.ts';
import { ownerLabels } from '../stack/drivers/compose/engine.ts';
import { generate } from '../stack/drivers/compose/generate.ts';
import { hostEnvironment, run } from '../stack/exec.ts';
import { readModel } from '../stack/model.ts';
import { loadNow, median, note, seconds } from './measure.ts';

const root = fileURLToPath(new URL('../examples/quotedesk', import.meta.url));
const limitMs = 300_000;

/** Boots quotedesk by assay and by `docker compose up --wait` on the same generated model, in turns; the images are built before. */
export async function boot(pairs: number): Promise<void> {
  const load = loadNow();
  const ours: number[] = [];
  const theirs: number[] = [];
  await byAssay('warm');
  for (let pair = 0; pair < pairs; pair++) {
    const turns = [async () => void ours.push(await byAssay(`a${pair}`)), async () => void theirs.push(await byCompose(`c${pair}`))];
    for (const turn of pair % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const ratios = ours.map((each, index) => each / (theirs[index] ?? NaN));
  note('Boot of quotedesk: assay against docker compose up --wait', load, [
    `assay, reading the model and proving readiness included: ${seconds(ours)}`,
    `docker compose up -d --wait: ${seconds(theirs)}`,
    `ratio of each pair: ${ratios.map((each) => each.toFixed(2)).join(', ')}; median ${median(ratios).toFixed(2)} (goal: at most 1)`,
  ]);
}

async function requestFor(name: string): Promise<{ readonly request: ReturnType<typeof bootRequest>; readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  mkdirSync(join(folder, 'run'));
  const assembled = await assemble({ root, only: [], trusted: true });
  const request = bootRequest(assembled, { run: `bench-${process.pid}-${name}`, runFolder: join(folder, 'run'), driver: 'compose', keep: false }, { onDriver: () => undefined, onPlanned: () => undefined, onService: () => undefined, onStep: () => undefined });
  return { request, folder };
}

async function byAssay(name: string): Promise<number> {
  const { request, folder } = await requestFor(name);
  const began = performance.now();
  const stack = await composeDriver.boot(request, '', AbortSignal.timeout(limitMs));
  const ms = performance.now() - began;
  await stack.stop(60_000);
  rmSync(folder, { recursive: true, force: true });
  return ms;
}

/** The same model with its own conditions between services, as Compose itself would start it. */
async function byCompose(name: string): Promise<number> {
  const { request, folder } = await requestFor(name);
  const project = `assay-${request.run}`;
  const model = await readModel(request, project, AbortSignal.timeout(limitMs));
  if (!model) throw new Error('quotedesk has no compose file');
  const services = Object.values(model.services);
  const addresses = await chooseAddresses(request, services, () => [], []);
  const plan = { root, project, addresses, without: [], labels: ownerLabels(request.run, root, false) };
  const { document } = generate(model, { ...plan, stores: [] });
  const call = (...command: readonly string[]): ReturnType<typeof run> => run('docker', ['compose', '--project-directory', root, '-f', '-', '-p', project, ...command], {
    env: hostEnvironment(request.environment), input: JSON.stringify(document), timeoutMs: limitMs, cwd: root,
  });
  const began = performance.now();
  const up = await call('up', '-d', '--wait', '--quiet-pull');
  const ms = performance.now() - began;
  const shown = up.code === 0 ? '' : `docker compose up --wait ended with ${up.code}: ${up.stderr.trim().split('\n').slice(-3).join(' | ')}`;
  await call('down', '-v', '--timeout', '1');
  rmSync(folder, { recursive: true, force: true });
  if (shown && !/exited \(0\)/.test(shown)) throw new Error(shown);
  return ms;
}
