import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const start = promisify(execFile);
const assay = fileURLToPath(new URL('../../bin/assay.js', import.meta.url));
const mostBytes = 256 * 1024 * 1024;

const finding = z.object({
  check: z.string(), severity: z.string(), confidence: z.string(), what: z.string(),
  location: z.object({ uri: z.string(), line: z.number().optional() }).optional(),
});
const report = z.object({
  verdict: z.string(),
  reason: z.string(),
  checks: z.array(z.object({ id: z.string(), status: z.string() })),
  findings: z.array(finding),
  endpoints: z.array(z.object({ name: z.string(), witnesses: z.array(z.object({ verdict: z.string(), confidence: z.string() })) })).optional(),
  faults: z.array(z.object({ code: z.string(), what: z.string() })),
});

export type Found = z.output<typeof finding>;
export type Report = z.output<typeof report>;

/** Runs the command line as a user would and reads the JSON report that it prints. Exit codes 0, 1 and 3 leave one. */
export async function runAssay(words: readonly string[], timeoutMs: number): Promise<Report> {
  return report.parse(await assayJson(words, timeoutMs));
}

/** The same, as it was printed. */
export async function assayJson(words: readonly string[], timeoutMs: number): Promise<unknown> {
  const { stdout, stderr } = await start(process.execPath, [assay, ...words, '--json', '--quiet'], { maxBuffer: mostBytes, timeout: timeoutMs, killSignal: 'SIGINT' })
    .catch((error: unknown) => ended(error));
  if (stdout === '') throw new Error(`assay ${words.join(' ')} printed no report: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as unknown;
}

function ended(error: unknown): { readonly stdout: string; readonly stderr: string } {
  const left = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() }).safeParse(error);
  if (left.success) return left.data;
  throw error;
}

/** What a release would fail for: seen surely enough, and grave enough. */
export function counts({ confidence, severity }: Pick<Found, 'confidence' | 'severity'>): boolean {
  return confidence !== 'possible' && severity !== 'low' && severity !== 'info';
}
