import { configFile, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { sourceTokens, type TokenHit } from '../helpers.ts';
import { ownByPath } from '../own.ts';
import { defineHelpedRule } from '../rule.ts';
import type { SourceTree } from '../facts.ts';
import type { Confidence } from '../../core/types.ts';

export default defineHelpedRule({
  id: 'provider-token',
  alias: 'H01',
  title: 'A token of a provider, or a private key, is in the repository',
  category: 'Hardcoding',
  explain: {
    means: 'A file holds a well-formed token of a known provider (GitHub, AWS, Slack, Stripe, OpenAI and others) or a private key, as secretlint knows them.',
    why: 'Everybody who can read the repository, now or in its history, can act in your name.',
    fix: 'Withdraw it where it was given out, then read it from the environment or a secret store. Deleting the line is not enough.',
    examples: [{ wrong: 'const octokit = new Octokit({ auth: "ghp_…" });', right: "const octokit = new Octokit({ auth: required('GITHUB_TOKEN') });" }],
  },
  helper: sourceTokens,
  judge: ({ files, hits, unsearched }, tree, graph) => ({
    examined: files, unit: 'texts',
    problems: hits.map((hit) => problemAt({ file: configFile(hit.path), span: hit, key: `${hit.kind} ${hit.name}`, label: hit.what }, {
      what: `${hit.what}: a ${hit.kind} stands in ${hit.path}.`, why: 'Everybody who can read the repository can act in your name.', fix: 'Withdraw it where it was given out, and read the new one from a secret store.',
      severity: 'critical', confidence: confidenceOf(hit, tree, graph), keeps: true,
    }, graph)),
    ...(unsearched.length > 0 && { note: `${unsearched.length} files of more than 2 MiB were not searched for tokens` }),
  }),
});

/** A token in what production may run is one; in tests, examples and documents it may be made up, and a key beside a local certificate may be meant for everybody. */
function confidenceOf({ path, kind }: TokenHit, tree: SourceTree, graph: Graph): Confidence {
  if (kind === 'test token' || !mayRun(path, tree, graph)) return 'possible';
  return kind === 'token' ? 'certain' : 'likely';
}

function mayRun(path: string, tree: SourceTree, graph: Graph): boolean {
  if (ownByPath(path) !== undefined || aside.test(path) || tree.notProduction.some((each) => path.startsWith(`${each.path.replace(/\/$/, '')}/`))) return false;
  return !tree.files.some((file) => file.path === path) || graph.standing(path) !== 'aside';
}

/** What nobody runs, by its name: documents, samples, what is for development. */
const aside = /\.(mdx?|rst|adoc|txt|ipynb|snap|har|csv)$|[._-](example|sample|template|dist|dev|local|test)(\.|$)|(^|[\/._-])(local(host)?|dev(elopment)?|tests?|testing|snakeoil|dummy|fake|examples?|samples?|fixtures?|mocks?|docs?)([\/._-]|$)/i;
