import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assayJson } from '../lies/run.ts';
import { figuresOf, isLie, proofReport, renewed, type ProofReport } from './report.ts';

const applications = ['directus', 'prefect', 'unleash', 'label-studio'] as const;
const help = `npm run public -- [--only ${applications.join(',')}] [--from FOLDER]
  Builds applications that nobody here wrote from their registries, proves each in containers, and writes the figures of each to test/public/RESULTS.md.
  --from FOLDER  takes the reports NAME.json that \`assay prove --json\` printed before, and proves nothing anew`;

const proofLimitMs = 3_600_000;
const here = fileURLToPath(new URL('.', import.meta.url));
const results = `${here}RESULTS.md`;

/** Exit code 1: an application was accused of a lie that counts. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, from: { type: 'string' }, help: { type: 'boolean' } } });
  const chosen = applications.filter((each) => values.only === undefined || values.only.split(',').includes(each));
  if (values.help === true || chosen.length === 0) {
    process.stdout.write(`${help}\n`);
    return values.help === true ? 0 : 2;
  }
  let accused = 0;
  for (const name of chosen) {
    const report = proofReport.parse(values.from === undefined ? await assayJson(['prove', here + name, '--driver', 'compose'], proofLimitMs) : JSON.parse(readFileSync(join(values.from, `${name}.json`), 'utf8')));
    const figures = figuresOf(name, report);
    process.stdout.write(`${figures}\n`);
    writeFileSync(results, renewed(readFileSync(results, 'utf8'), new Map([[name, figures]]), applications));
    accused += accusations(report);
  }
  return accused === 0 ? 0 : 1;
}

function accusations({ endpoints }: ProofReport): number {
  return endpoints.flatMap(({ witnesses }) => witnesses).filter(isLie).length;
}

process.exitCode = await main();
