import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import { configNames, loadConfig } from '../engine/config.ts';
import { count } from '../reports/words/words.ts';
import { configText } from './init/write.ts';
import { survey, type Survey } from './init/survey.ts';
import { paint, say } from './say.ts';

export interface InitOptions {
  readonly cwd: string;
  readonly force: boolean;
}

const file = 'assay.config.ts';

/** `assay init`: writes a configuration that runs, and says what it found and what it could not find. Nothing is overwritten without `--force`. */
export async function runInit({ cwd, force }: InitOptions): Promise<number> {
  const root = resolve(cwd);
  if (!existsSync(root)) throw new FaultError(fault('path-missing', `there is no folder ${cwd}`));
  const there = configNames.find((name) => existsSync(join(root, name)));
  if (there !== undefined && !force) throw new FaultError(fault('usage', `${there} exists already`, { where: { uri: there }, fix: `assay init --force writes ${file} anew.` }));
  const found = await survey(root);
  const path = join(root, file);
  try {
    writeFileSync(path, configText(found));
  } catch (error) {
    throw new FaultError(fault('path-missing', `${path} could not be written`, { cause: error, fix: 'Give write access to the folder.' }));
  }
  // What was written is read back, so that a configuration which does not load never looks like success.
  await loadConfig(root, { trusted: true });
  say(told(found));
  return 0;
}

function told(found: Survey): string {
  const { bold, yellow } = paint(process.stdout);
  const rows: readonly (readonly [string, string])[] = [
    ['languages', found.tree.languages.map(([name, n]) => `${name} (${count(n, 'file')})`).join(', ')],
    ['compose', found.compose === undefined ? '' : `${found.compose}, ${count(found.services.length, 'service')}`],
    ['stores', found.stores.map((store) => `${store.name} (${store.kind})`).join(', ')],
    ['code', Object.entries(found.sources).map(([service, folders]) => `${service} ← ${folders.join(', ')}`).join(' · ')],
    ['api', found.api ? [found.api.service, found.api.openapi ?? `${count(found.api.gets.length, 'GET route')} of the source`, ...Object.entries(found.api.health).map(([name, path]) => `${name} ${path}`)].join(' · ') : ''],
    ['web', found.web?.service ?? ''],
    ['secrets', found.variables.filter((each) => typeof each.value !== 'string').map((each) => each.name).join(', ')],
  ];
  const open = missing(found);
  return [
    `${bold(file)} is written.`,
    ...rows.filter(([, text]) => text !== '').map(([name, text]) => `  ${name.padEnd(10)}${text}${name === 'secrets' ? ' (made anew for each run)' : ''}`),
    ...open.map((text) => `  ${yellow('not found')} ${text}`),
    found.compose === undefined ? 'Next: assay gate judges the source alone.' : 'Next: assay gate --list shows what would run, assay gate runs it.',
  ].join('\n');
}

/** One line for each thing that init could not know, and what follows from that. */
function missing({ compose, unreadable, services, stores, api, web, variables, tree }: Survey): readonly string[] {
  const asked = variables.filter((each) => each.ask !== undefined).map((each) => each.name);
  if (compose === undefined) return ['a compose file: there is no stack to boot, so only the source is judged (standard weekly)'];
  if (unreadable) return [`what stands in ${compose}: ${unreadable.what}${unreadable.cause === undefined ? '' : ` (${unreadable.cause})`}. Mend that, then assay init --force`];
  return [
    ...(asked.length > 0 ? [`values for ${asked.join(', ')}: placeholders are marked in ${file}`] : []),
    ...(stores.length === 0 && services.length > 0 ? ['a PostgreSQL, Redis or Neo4j among the services; one with an image of your own goes under stores'] : []),
    ...(api ? [] : ['a service that looks like the API: name it under api, or its endpoints stay unproven']),
    ...(api && api.openapi === undefined ? [`an OpenAPI document: ${api.gets.length > 0 ? 'the routes under api.endpoints are guessed from the source, and the proof reads the others there' : 'list the endpoints under api.endpoints, or they stay unproven'}`] : []),
    ...(api && Object.keys(api.health).length === 0 ? ['health routes: name them under api.health'] : []),
    ...(api ? ['how to sign in: without api.login, endpoints that need a token stay unproven'] : []),
    ...(web ? [] : ['a page: name its service under web, or there is nothing for the browser']),
    ...(tree.cut ? ['everything: the tree is larger than what init reads'] : []),
  ];
}
