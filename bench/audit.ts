import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { loadNow, note, seconds, median } from './measure.ts';

const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const rounds = 3;

/** assay's audit of a big tree, cold and warm, against one bare thread that only parses the same files; reading them from disk is in neither's way. */
export async function audit(folder: string): Promise<void> {
  const load = loadNow();
  const files = globSync('**/*.{ts,tsx,js,jsx,mjs,cjs,mts,cts}', { cwd: folder, exclude: ['**/node_modules/**', '**/.git/**'] }).filter((file) => statSync(join(folder, file)).isFile());
  const texts = files.map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  const lines = texts.reduce((all, [, text]) => all + text.split('\n').length, 0);
  const bare: number[] = [];
  const cold: Ran[] = [];
  const warm: Ran[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(parseAll(texts));
    rmSync(join(folder, '.assay'), { recursive: true, force: true });
    cold.push(once(folder));
    warm.push(once(folder));
  }
  const times = (runs: readonly Ran[]): readonly number[] => runs.map((each) => each.ms);
  note(`Audit of ${files.length} files, ${lines} lines`, load, [
    `bare ts.createSourceFile, one thread, texts in memory: ${seconds(bare)}`,
    `assay audit, whole process, nothing cached: ${seconds(times(cold))}; ratio ${(median(times(cold)) / median(bare)).toFixed(2)}`,
    `the same again, nothing changed: ${seconds(times(warm))}; ratio ${(median(times(warm)) / median(bare)).toFixed(2)}`,
    `peak memory: ${Math.max(...[...cold, ...warm].map((each) => each.megabytes)).toFixed(0)} MiB`,
  ]);
  return Promise.resolve();
}

function parseAll(texts: readonly (readonly [string, string])[]): number {
  const began = performance.now();
  for (const [file, text] of texts) ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return performance.now() - began;
}

interface Ran { readonly ms: number; readonly megabytes: number }

/** `/usr/bin/time` is no part of every system: the process tells its own peak when it ends. */
function once(folder: string): Ran {
  const tell = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`;
  const began = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ['--import', tell, bin, 'audit', folder, '--quiet'], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const ms = performance.now() - began;
  if (status !== 0 && status !== 1) throw new Error(`assay audit ended with ${status}: ${stderr.slice(-500)}`);
  return { ms, megabytes: Math.max(...[...stderr.matchAll(/peak (\d+)/g)].map((each) => Number(each[1]))) / 1024 };
}
