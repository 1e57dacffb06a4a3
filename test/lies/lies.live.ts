import { parseArgs } from 'node:util';
import { isCaught, isTried, tryLie, tryTree, type LiveResult } from './live.ts';
import { readLies, type Lie } from './manifest.ts';
import { honestName, keepResult, readResults, writeResults } from './results.ts';
import { counts } from './run.ts';
import { auditAll } from './static.ts';
import { showsInSource, staticTable } from './table.ts';
import { copyPlatform, type Tree } from './tree.ts';

const help = `npm run lies -- [--only id,id] [--whole] [--honest] [--report]
  --only    these lies, and RESULTS.md is left as it is; without it every lie that shows while it runs
  --whole   run all checks and flows on each, not only the one that is named
  --honest  boot the honest platform as well: nothing may be found
  --report  boot nothing; write RESULTS.md anew from what is known`;

/** Boots quotedesk once for each lie, natively, and sees whether the named check or flow finds it. Exit code 1: one that should be is not. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, whole: { type: 'boolean' }, honest: { type: 'boolean' }, report: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) return said(help, 0);
  const lies = readLies();
  const chosen = values.report === true ? [] : lies.filter((lie) => (values.only === undefined ? isTried(lie) : values.only.split(',').includes(lie.id)));
  if (values.only !== undefined && chosen.length === 0) return said(`no lie is called ${values.only}`, 2);
  const tree = copyPlatform({ installed: chosen.length > 0 || values.honest === true });
  try {
    const wrong = [...(values.honest === true ? [await honestly(tree)] : []), ...(await each(tree, chosen, values.whole === true))].filter((fine) => !fine).length;
    if (values.only === undefined) await report(lies);
    return wrong === 0 ? 0 : 1;
  } finally {
    tree.remove();
  }
}

async function honestly(tree: Tree): Promise<boolean> {
  const result = await tryTree(tree, honestName, ['check', 'e2e']);
  keepResult(result);
  say(`${honestName}: ${result.broke ?? (result.failed.join(', ') || 'nothing found')}`);
  return result.failed.length === 0 && result.broke === undefined;
}

async function each(tree: Tree, chosen: readonly Lie[], whole: boolean): Promise<readonly boolean[]> {
  const fine: boolean[] = [];
  for (const lie of chosen) {
    const result = await tryLie(tree, lie, whole ? ['check', 'e2e'] : undefined);
    keepResult(result);
    const asRecorded = isCaught(lie, result) === (!('none' in lie.live) && lie.live.missed === undefined);
    say(`${isCaught(lie, result) ? 'caught' : 'missed'}  ${lie.id}: ${seenOf(result)}${asRecorded ? '' : '  (the manifest says otherwise)'}`);
    fine.push(asRecorded);
  }
  return fine;
}

function seenOf({ failed, broke }: LiveResult): string {
  return failed.length > 0 ? failed.join(', ') : (broke ?? 'nothing found');
}

/** The source needs no boot, so its column is always of today. */
async function report(lies: readonly Lie[]): Promise<void> {
  const { honest, seen } = await auditAll(lies.filter(showsInSource));
  say(staticTable(lies, seen));
  writeResults(lies, seen, readResults(), honest.filter(counts).length);
}

function said(text: string, code: number): number {
  say(text);
  return code;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await main();
