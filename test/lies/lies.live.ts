import { parseArgs } from 'node:util';
import { isTried, tryTree } from './live.ts';
import { readLies, twins, type Lie, type Twin } from './manifest.ts';
import { honestName, keepResult, writeResults } from './results.ts';
import { counts } from './run.ts';
import { auditAll } from './static.ts';
import { showsInSource, staticTable } from './table.ts';
import { copyPlatform, type Tree } from './tree.ts';
import { aloneFolder, tryEach } from './try.ts';

const help = `npm run lies -- [--platform quotedesk|fastapi-desk] [--only id,id] [--whole] [--honest] [--report]
  --platform  whose lies, quotedesk’s without it
  --only    these lies, and RESULTS.md is left as it is; without it every lie that shows while it runs
  --whole   run all checks and flows on each, not only the one that is named
  --honest  boot the honest platform as well: nothing may be found
  --report  boot nothing; write RESULTS.md anew from what is known`;

/** Boots the platform once for each lie and sees whether the named check or flow, or the live proof, finds it. Exit code 1: one that should be is not. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { platform: { type: 'string', default: 'quotedesk' }, only: { type: 'string' }, whole: { type: 'boolean' }, honest: { type: 'boolean' }, report: { type: 'boolean' }, help: { type: 'boolean' } } });
  const twin = twins.find(({ name }) => name === values.platform);
  if (values.help === true || !twin) return said(help, twin ? 0 : 2);
  const lies = readLies(twin);
  const chosen = values.report === true ? [] : lies.filter((lie) => (values.only === undefined ? isTried(lie) : values.only.split(',').includes(lie.id)));
  if (values.only !== undefined && chosen.length === 0) return said(`no lie is called ${values.only}`, 2);
  const tree = copyPlatform({ twin, installed: twin.driver === 'native' && (chosen.length > 0 || values.honest === true), ...(twin.driver === 'compose' && { at: aloneFolder(twin) }) });
  try {
    const honest = values.honest === true ? await honestly(tree) : true;
    const fine = await tryEach(tree, chosen, { whole: values.whole === true, say });
    if (values.only === undefined) await report(twin, lies);
    return honest && fine ? 0 : 1;
  } finally {
    if (twin.driver === 'native') tree.remove();
  }
}

async function honestly(tree: Tree): Promise<boolean> {
  const result = await tryTree(tree, honestName, ['check', 'e2e']);
  keepResult(tree.twin, result);
  say(`${honestName}: ${result.broke ?? (result.failed.join(', ') || 'nothing found')}`);
  return result.failed.length === 0 && result.broke === undefined;
}

/** The source needs no boot, so its column is always of today. */
async function report(twin: Twin, lies: readonly Lie[]): Promise<void> {
  const { honest, seen } = await auditAll(lies.filter(showsInSource), twin);
  say(staticTable(lies, seen));
  writeResults(twin, lies, seen, honest.filter(counts).length);
}

function said(text: string, code: number): number {
  say(text);
  return code;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await main();
