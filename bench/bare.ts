import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What an audit is measured against: one thread that parses the files of a folder and does nothing else. Texts are in memory first. */
export interface Bare {
  readonly files: number;
  readonly lines: number;
  /** The first pass of this process, and one when everything is compiled (ms, and ms of processor time). */
  readonly first: Pass;
  readonly warmed: Pass;
}
interface Pass {
  readonly ms: number;
  readonly cpu: number;
}

const [, , folder = '.'] = process.argv;
const files = globSync('**/*.{ts,tsx,js,jsx,mjs,cjs,mts,cts}', { cwd: folder, exclude: ['**/node_modules/**', '**/.git/**'] }).filter((file) => statSync(join(folder, file)).isFile());
const texts = files.map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const measured: Bare = { files: files.length, lines: texts.reduce((all, [, text]) => all + text.split('\n').length, 0), first: pass(), warmed: pass() };
process.stdout.write(JSON.stringify(measured));

function pass(): Pass {
  const began = performance.now();
  const before = process.cpuUsage();
  for (const [file, text] of texts) ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - began, cpu: (user + system) / 1000 };
}
