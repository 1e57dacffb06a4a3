import { isIn } from '../../core/address.ts';
import type { Problem } from '../../core/types.ts';
import type { SourceTree } from '../facts.ts';
import { configFile, deploys, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { folderOf } from '../graph/resolve.ts';
import { declaredIn, isForeign, isSlip, mentioned, readIn, type Read } from '../predicates/contract.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'env-contract-drift',
  alias: 'C05',
  title: 'The code and what starts it do not mean the same variable',
  category: 'Hardcoding',
  explain: {
    means: 'The code reads a variable that nothing declares, while a compose file, a container file or the example of the environment declares one of nearly the same name that nothing reads; or a page reads an address that the build of its image does not receive.',
    why: 'Whoever sets the declared one changes nothing, and the default, or nothing at all, is used without a word.',
    fix: 'Call it by one name everywhere, and let a build receive what it writes into the page (ARG).',
    examples: [
      { wrong: '# compose.yaml: REDIS_URL=redis://cache\nredis = Redis.from_url(os.environ["REDIS_URI"])', right: 'redis = Redis.from_url(os.environ["REDIS_URL"])' },
      { wrong: 'RUN npm run build  # the page reads VITE_API_URL', right: 'ARG VITE_API_URL\nRUN npm run build' },
    ],
  },
  judge(tree, graph) {
    const read = readIn(tree, graph);
    return [...slips(read, tree, graph), ...undeclared(read, tree, graph), ...unbuilt(read, tree, graph)];
  },
});

/** One name is read and not declared, one of nearly the same is declared and not read. */
function slips(reads: Read, tree: SourceTree, graph: Graph): readonly Problem[] {
  const declared = declaredIn(tree);
  const known = new Set(tree.config.flatMap((config) => (config.variables ?? []).map(({ key }) => key)));
  const names = mentioned(tree);
  const unread = declared.filter(({ key }) => !names.has(key) && !isForeign(key) && ![...key.matchAll(/_/g)].some(({ index }) => names.has(key.slice(index + 1))));
  return [...reads].flatMap(([key, { file, env }]) => {
    if (known.has(key) || isForeign(key) || env.guard === 'development') return [];
    const meant = unread.find((each) => isSlip(key, each.key) && sameSide(file.path, each.config.path));
    return meant === undefined ? [] : [problemAt({ file, span: env, key: `slip ${key} ${meant.key}`, label: key }, {
      what: `The code reads ${key}, which nothing declares; ${meant.config.path} declares ${meant.key}, which nothing reads.`, why: 'Whoever sets the declared one changes nothing.',
      fix: `Read ${meant.key}, or declare ${key}.`, severity: 'medium', confidence: 'likely',
      egress: { uri: meant.config.path, line: meant.line, role: 'egress', label: meant.key },
    }, graph)];
  });
}

/** What starts a part of the tree lies above it, or beside all of it. */
function sameSide(path: string, config: string): boolean {
  return isIn(folderOf(config) || '.', path) || path.split('/')[0] === config.split('/')[0];
}

/** An example that documents the environment, and variables without a default that it leaves out. */
function undeclared(reads: Read, tree: SourceTree, graph: Graph): readonly Problem[] {
  return tree.config.filter((config) => config.kind === 'env' && /(example|sample|template)$/.test(config.path)).flatMap((config) => {
    const folder = folderOf(config.path) || '.';
    const documented = new Set((config.variables ?? []).map(({ key }) => key));
    const read = [...reads].filter(([key, { file, env }]) => isIn(folder, file.path) && env.default === undefined && /^[A-Z][A-Z0-9_]+$/.test(key) && !isForeign(key));
    const missing = read.map(([key]) => key).filter((key) => !documented.has(key));
    // An example that names few of them documents something else.
    if (missing.length === 0 || read.length - missing.length < 3) return [];
    return [problemAt({ file: configFile(config.path), span: { line: 1, endLine: 1 }, key: 'undocumented', label: config.path }, {
      what: `${missing.slice(0, 8).join(', ')}${missing.length > 8 ? ` and ${missing.length - 8} more` : ''} ${missing.length === 1 ? 'is' : 'are'} read without a default and not in ${config.path}.`,
      why: 'Whoever sets the system up by its example does not set them.', fix: 'Name them in the example.', severity: 'low', confidence: 'possible',
    }, graph)];
  });
}

const shipped = /^(NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|VUE_APP)_(\w*_)?(URL|URI|ENDPOINT|HOST|ORIGIN|SERVER|BACKEND|API|WS|BASE_URL|API_BASE)$/;

/** A page is built in a container file that does not receive an address which the page reads: what is set when it starts comes too late. Only possible: which of several builds of one file is the page's is not known. */
function unbuilt(reads: Read, tree: SourceTree, graph: Graph): readonly Problem[] {
  return tree.config.filter((config) => config.kind === 'dockerfile' && config.buildsPage !== undefined && deploys(config.path)).flatMap((config) => {
    const folder = folderOf(config.path) || '.';
    const received = new Set([...(config.variables ?? []), ...tree.config.filter((each) => each.kind === 'env' && isIn(folder, each.path) && /\.env(\.production)?$/.test(each.path)).flatMap((each) => each.variables ?? [])].map(({ key }) => key));
    // Several builds: the nearest to a file is its own, and what one beside it receives is received.
    const others = tree.config.filter((each) => each !== config && each.kind === 'dockerfile' && isIn(folder, each.path) && (each.buildsPage !== undefined || (each.variables ?? []).length > 0));
    const elsewhere = (key: string, path: string): boolean => others.some((each) => isIn(folderOf(each.path) || '.', path) && ((folderOf(each.path) || '.') !== folder ? each.buildsPage !== undefined : (each.variables ?? []).some((one) => one.key === key)));
    const lacking = [...reads].filter(([key, { file, env }]) => shipped.test(key) && isIn(folder, file.path) && !elsewhere(key, file.path) && !received.has(key) && env.guard === undefined && graph.standing(file.path) === 'live').map(([key]) => key);
    if (lacking.length === 0) return [];
    return [problemAt({ file: configFile(config.path), span: { line: config.buildsPage ?? 1, endLine: config.buildsPage ?? 1 }, key: `unbuilt ${lacking.join(' ')}`, label: lacking[0] ?? '' }, {
      what: `The page reads ${lacking.slice(0, 6).join(', ')}, and this build does not receive ${lacking.length === 1 ? 'it' : 'them'}.`, why: 'A build writes them into the page: what is set when the image starts changes nothing.',
      fix: `Declare ARG ${lacking[0] ?? ''} before the build and give it as a build argument.`, severity: 'medium', confidence: 'possible',
    }, graph)];
  });
}
