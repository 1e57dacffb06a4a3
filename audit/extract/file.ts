import type { FileFacts, ImportFact } from '../facts.ts';
import { takerOf, type Ir, type IrComment, type IrFile, type IrImport } from '../ir.ts';
import type { Extraction, Facts } from './context.ts';
import { collectAdmitted } from './admitted.ts';
import { allowsIn } from './allows.ts';
import { collectAnswers } from './answers.ts';
import { collectConstants } from './constants.ts';
import { collectEnv } from './env.ts';
import { collectFailures } from './failures.ts';
import { indexFunctions, type FunctionIndex } from './functions.ts';
import { devOnly } from './guards.ts';
import { linesOf } from './lines.ts';
import { mentionsIn } from './mentions.ts';
import { collectLiterals } from './literals.ts';
import { collectMounts } from './mounts.ts';
import { collectRandoms } from './randoms.ts';
import { collectOddities } from './oddities.ts';
import { collectRoutes } from './routes.ts';
import { collectStandIns } from './stand-ins.ts';
import { collectSwitches } from './switches.ts';
import { scopeOf } from './scope.ts';

const collectors: readonly ((of: Ir, into: Extraction) => void)[] = [collectEnv, collectFailures, collectAnswers, collectLiterals, collectRandoms, collectRoutes, collectMounts, collectSwitches, collectStandIns, collectOddities];

/** Takes the facts of one lowered file in one walk. */
export function factsOf(file: IrFile, language: 'typescript' | 'python'): FileFacts {
  const lines = linesOf(file.text);
  const late = lateImports(file.nodes);
  const facts: Facts = { functions: [], routes: [], mounts: [], env: [], literals: [], failures: [], answers: [], constants: [], randoms: [], switches: [], standIns: [], oddities: [] };
  const known: { functions?: FunctionIndex } = {};
  const into: Extraction = {
    file, language, lines, facts,
    scope: scopeOf(file, late.map(([each]) => each)),
    functionOf: (of) => known.functions?.of(of) ?? -1,
    commentNear: (of) => commentNear(of, file),
    source: (of) => file.text.slice(of.at, Math.min(of.end, of.at + 160)),
  };
  known.functions = indexFunctions(into);
  facts.functions = known.functions.facts;
  for (const each of file.nodes) for (const collect of collectors) collect(each, into);
  collectConstants(into);
  collectAdmitted(into);
  const imports: ImportFact[] = [...file.imports.map((each): ImportFact => importFact(each, into, suspicious.test(each.from) && forDevelopment(each, into))), ...late.map(([each, at]) => importFact(each, into, devOnly(at, into.scope)))];
  return {
    path: file.path, language, lines: lines.count, ...(file.directive && { directive: file.directive }),
    imports, exports: file.exports, ...facts, ...allowsIn(into), ...mentionsIn(into), excerpts: lines.excerpts(),
  };
}

/** `require('x')` and `import('x')` with a fixed text; what is computed is an import of an unknown module, `?`. */
function lateImports(nodes: readonly Ir[]): [IrImport, Ir][] {
  const found: [IrImport, Ir][] = [];
  for (const each of nodes) {
    if (each.k !== 'call') continue;
    const dynamic = each.v === 'import';
    const required = each.kids[0]?.k === 'name' && each.kids[0].v === 'require';
    if (!dynamic && !required) continue;
    const from = each.kids[1]?.k === 'str' ? each.kids[1].v : '?';
    const holder = takerOf(each);
    const names = holder?.k === 'let' ? (holder.v ? [{ local: holder.v, name: '*' }] : holder.kids.slice(1).map((slot) => ({ local: slot.v, name: slot.v }))) : [];
    found.push([{ from, at: each.at, typeOnly: false, dynamic: true, names }, each]);
  }
  return found;
}

const suspicious = /mock|fake|fixture|dummy|sample|demo|stub|stories|msw|nock|sinon|moto|factory_boy/i;

/** Wherever something of it is used, the build says that this is development: `isProduction ? real() : mock()`. */
function forDevelopment(of: IrImport, into: Extraction): boolean {
  const names = new Set(of.names.map((each) => each.local));
  const uses = into.file.nodes.filter((each) => each.k === 'name' && names.has(each.v));
  return uses.length > 0 && uses.every((each) => devOnly(each, into.scope));
}

function importFact(of: IrImport, into: Extraction, isDevOnly: boolean): ImportFact {
  const line = into.lines.at(of.at);
  if (suspicious.test(of.from)) into.lines.keep({ line, endLine: line });
  return {
    from: of.from, line: into.lines.at(of.at), names: of.names.map((each) => [each.local, each.name] as const),
    ...(of.typeOnly && { typeOnly: true as const }), ...(of.dynamic && { dynamic: true as const }), ...(isDevOnly && { devOnly: true as const }),
  };
}

/** The comment that ends right above a node or stands on its line or first in it. */
function commentNear(of: Ir, file: IrFile): IrComment | undefined {
  return file.comments.find((each) => (each.end <= of.at && file.text.slice(each.end, of.at).trim() === '') || (each.at >= of.at && each.at < of.end)
    || (each.at >= of.end && each.at - of.end < 80 && /^[ \t;})]*$/.test(file.text.slice(of.end, each.at))));
}
