import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ports } from '../../core/ports.ts';
import type { FlowRecord, FlowStep } from '../record.ts';
import { picture } from './browser.ts';
import type { BrowserContext, Page } from './browser.ts';
import { limit } from './limit.ts';
import { firstLine } from './words.ts';

const pictureLimitMs = 5_000;
const traceLimitMs = 10_000;
const traceLimitBytes = 20 * 1024 * 1024;

/** Seals a picture of the page as it is after a step. */
export async function shot(flow: string, ports: Ports, page: Page, step: string): Promise<Pick<FlowStep, 'screenshot'>> {
  const bytes = await picture(page, pictureLimitMs);
  if (!bytes) return {};
  const { digest } = await ports.attach('screenshot', `${flow}: ${step}`, 'image/jpeg', bytes);
  return { screenshot: digest };
}

/** The trace of a flow that met trouble. It holds what was typed, so it is kept only for stacks whose credentials die with the run. */
export async function traced(flow: string, ports: Ports, context: BrowserContext): Promise<Pick<FlowRecord, 'trace' | 'traceLeftOut'>> {
  if (!ports.stack.ours) return { traceLeftOut: 'a trace holds what was typed, passwords too, and this stack’s credentials live on' };
  const folder = await mkdtemp(join(tmpdir(), 'assay-trace-'));
  try {
    const path = join(folder, 'trace.zip');
    const time = limit(traceLimitMs);
    const written = await Promise.race([context.tracing.stop({ path }).then(() => true), time.over]);
    time.clear();
    if (!written) return { traceLeftOut: `it was not written within ${traceLimitMs / 1000} s` };
    const { size } = await stat(path);
    if (size > traceLimitBytes) return { traceLeftOut: `it has ${Math.round(size / 1024 / 1024)} MiB, more than the ${traceLimitBytes / 1024 / 1024} MiB that are kept` };
    const { digest } = await ports.attach('trace', flow, 'application/zip', await readFile(path));
    return { trace: digest };
  } catch (error) {
    return { traceLeftOut: firstLine(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
