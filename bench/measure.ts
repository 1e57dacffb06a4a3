import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const results = fileURLToPath(new URL('RESULTS.md', import.meta.url));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** Seconds of every run and their median, for a line of the results. */
export function seconds(milliseconds: readonly number[]): string {
  return `median ${(median(milliseconds) / 1000).toFixed(2)} s of ${milliseconds.map((each) => (each / 1000).toFixed(2)).join(', ')}`;
}

/** Appends a measurement to RESULTS.md, with the machine and how busy it was: a figure without them says nothing. */
export function note(title: string, load: number, lines: readonly string[]): void {
  if (!existsSync(results)) writeFileSync(results, '# Measurements\n\nWritten by `npm run bench -- boot|gate|taps|proof|report|audit`. Newest last.\n');
  const machine = `${new Date().toISOString().slice(0, 16)}Z · ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? ''}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB · Node ${process.versions.node}`;
  const busy = `Load average of the machine: ${load.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after.`;
  const text = [`\n## ${title}`, '', machine, '', busy, '', ...lines.map((line) => `- ${line}`), ''].join('\n');
  appendFileSync(results, text);
  process.stdout.write(text);
}

export function loadNow(): number {
  return loadavg()[0] ?? 0;
}
