import { dirname } from 'node:path';
import { composeCli } from './cli.ts';
import { run, hostEnvironment } from './exec.ts';
import { asDocument, serviceModel } from './model/normalise.ts';
import { completeAlone, findCompose, invalid, lineOfService, readCompose, sourceOf } from './model/read.ts';
import type { Source } from './model/read.ts';
import type { Document, Model } from './model/types.ts';
import type { BootRequest } from './driver.ts';
import { fault, FaultError } from '../core/fault.ts';
import type { Json } from '../core/types.ts';

/** `docker compose config` reads files only; it takes a fraction of a second. */
const configMs = 30_000;

/**
 * The platform's compose model, normalised by Compose where it is installed (`by: 'compose'`), else by our own reading. `project` names the run.
 * Variables have the request's values and no others. Throws a FaultError: `path-missing`, `compose-invalid` with file and line.
 */
export async function readModel(request: Pick<BootRequest, 'root' | 'compose' | 'environment'>, project: string, signal?: AbortSignal): Promise<Model | undefined> {
  const file = findCompose(request.root, request.compose);
  if (file === undefined) return undefined;
  const source = sourceOf(request.root, file, request.environment);
  const own = readCompose(source);
  const normalised = (await composeCli()) ? await byCompose(source, project, signal) : undefined;
  const document = normalised ?? completeAlone(own, source);
  // In the order of the file, which is the one that its readers know; Compose sorts by name.
  const order = Object.keys(asDocument(own.services));
  const entries = Object.entries(asDocument(document.services)).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  const services = entries.map(([name, raw]) => [name, serviceModel(name, asDocument(raw), dirname(file))] as const);
  return { file, document, services: Object.fromEntries(services), by: normalised ? 'compose' : 'assay' };
}

async function byCompose(source: Source, project: string, signal: AbortSignal | undefined): Promise<Document> {
  // An env file that holds nothing keeps the folder's own .env out: what the stack is given stands in the configuration.
  const args = ['compose', '--env-file', '/dev/null', '-f', source.file, '-p', project, 'config', '--format', 'json'];
  const ran = await run('docker', args, { env: hostEnvironment(source.environment), timeoutMs: configMs, ...(signal && { signal }) });
  if (ran.code !== 0) {
    if (signal?.aborted) throw new FaultError(fault('interrupted', 'Reading the compose file was cancelled.'));
    const said = ran.stderr.trim().split('\n').filter((line) => !line.includes('level=warning')).at(-1) ?? `exit ${ran.code}`;
    const line = Number(/line (\d+)/.exec(said)?.[1] ?? lineOfService(source, said) ?? 0);
    throw invalid(source, `${source.uri}${line > 0 ? `:${line}` : ''}: ${said.replaceAll(source.file, source.uri).replace(/^validating \S+: /, '')}`, line > 0 ? line : undefined);
  }
  return asDocument(JSON.parse(ran.stdout) as Json);
}
