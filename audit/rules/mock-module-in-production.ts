import type { FileFacts, ImportFact } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { saysFiction } from '../predicates/fiction.ts';
import { looksLikeRecords } from '../predicates/records.ts';
import { isRich } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'mock-module-in-production',
  alias: 'M01',
  title: 'Production code imports a mock, fixture or faker module',
  category: 'Mock data',
  explain: {
    means: 'A file that production runs imports a module of mocks, fixtures, tests or generated fake data.',
    why: 'The live build contains invented data and may show it.',
    fix: 'Import it only where the build says that this is development, or take it out.',
    examples: [{ wrong: "import { attendanceTrend } from '@/lib/mock-data';", right: "import { attendanceTrend } from '@/api/attendance';" }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => graph.standing(file.path) !== 'live' ? [] : file.imports.flatMap((each) => {
    // A service whose product is a mock is made of its own parts.
    if (each.typeOnly || each.devOnly || /(^|\/)[\w-]*[-_](mock|fake)\//.test(file.path)) return [];
    const target = graph.resolve(file, each.from);
    const own = target.kind === 'file' ? graph.file(target.path)?.own : undefined;
    const byName = target.kind === 'file' && mockPath.test(target.path) && !/(^|\/)(mocking|placeholder)|-or-mock/.test(target.path) && !isProduct(graph.file(target.path));
    const library = target.kind === 'package' && /^(@faker-js\/faker|faker|msw|nock|sinon|casual|chance|axios-mock-adapter|miragejs|unittest\.mock|factory_boy|factory|responses|moto|mimesis)$/.test(target.name);
    if (byName && own === undefined && takesNoRecords(each, graph.file(target.path))) return [];
    // Samples that import each other are reached by somebody: there it is told.
    if (!library && (mockPath.test(file.path) || sampled.test(file.path))) return [];
    if (!library && !byName && own !== 'mock' && own !== 'fixture' && own !== 'story') return [];
    return [problemAt({ file, span: { line: each.line, endLine: each.line }, key: each.from, label: each.from }, {
      what: `Production code imports ${each.from}, ${library ? 'a library that makes up data or catches calls' : 'a module of invented data'}.`,
      why: 'It is part of the live build and may be what users see.', fix: 'Import it only in a development build, or take it out.',
      severity: 'high', confidence: /preview|sample|showcase/i.test(file.path) || isRegistry(file, each) || (target.kind === 'file' && !holdsData(graph.file(target.path), graph)) ? 'possible' : 'likely',
    }, graph)];
  })),
});

/** File names that say themselves that examples stand in them. */
const sampled = /(^|[/_.-])(examples?|samples?|fixtures?|mocks?|fakes?|dummy)([/_.-]|$)/i;

/** Literal records, random figures or a function that answers with literals: a class that only keeps what it is given is a double, and invents nothing. */
function holdsData(file: FileFacts | undefined, graph: Graph, hops = 0): boolean {
  // Of a file that is called a fixture only its imports are read.
  if (!file || file.own !== undefined) return true;
  return file.randoms.length > 0 || file.constants.some((each) => isRich(each.value)) || file.answers.some((each) => isRich(each.value) && (looksLikeRecords(each.value) || !file.functions[each.fn]?.owner))
    || file.imports.some((each) => /faker|casual|chance/.test(each.from))
    || (hops < 2 && file.exports.some((each) => {
      const target = each.from === undefined ? undefined : graph.resolve(file, each.from);
      return target?.kind === 'file' && holdsData(graph.file(target.path), graph, hops + 1);
    }));
}

/** `from .eclair import …`, `from .fake import FakeWallet`, `from .lnd import …`: one of several that a setting chooses from. */
function isRegistry(file: FileFacts, taken: ImportFact): boolean {
  const folder = taken.from.replace(/[^./]+$/, '');
  return /(^|\/)(__init__\.py|index\.[cm]?[jt]s)$/.test(file.path) && file.imports.filter((each) => each !== taken && each.from.replace(/[^./]+$/, '') === folder).length >= 4;
}

/** Only constants are taken, and none of them is called invented or looks like records: texts of a page that stand in a file with a bad name. */
function takesNoRecords(taken: ImportFact, from: FileFacts | undefined): boolean {
  return from !== undefined && taken.names.length > 0 && taken.names.every(([, name]) => {
    const constant = from.constants.find((each) => each.name === name);
    return constant !== undefined && !saysFiction(name) && !looksLikeRecords(constant.value);
  });
}

/** A tool whose product is mocking keeps its mock servers in a store: what reads or writes one is the real thing. */
function isProduct(file: FileFacts | undefined): boolean {
  return /mock[-_]?(server|request|api)s?/i.test(file?.path ?? '') && (/(^|\/)mock[-_]?servers?\//i.test(file?.path ?? '') || file?.functions.some((fn) => fn.effects.some((each) => each === 'store' || each === 'read' || each === 'network')) === true || /mockServer(s|\w+)?\.[jt]s/.test(file?.path ?? ''));
}

const mockPath = /(^|\/)(mocks?|fakes?|dummy)([-_.]?(data|api|server|service|db|store|users|orders|responses?|utils?|client|provider|generator))?(\/|\.[jt]sx?$|\.py$)|(^|\/)(sample|demo|stub|fixtures?)[-_.]?(data|api|responses?|users|orders|records|store)(\/|\.[jt]sx?$|\.py$)|(^|\/)(mock|fake|dummy|sample|demo)[A-Z]\w*\.[jt]sx?$|[a-z](Mock|Fake|Dummy)(Data|s)?\.[jt]sx?$|(^|\/)[\w-]+[-_.](mock|fake|dummy)(s|[-_]data)?\.([jt]sx?|py)$/;
