import type { ConstantFact } from '../facts.ts';
import { above, chain, type Ir } from '../ir.ts';
import { literalCount } from './answers.ts';
import { confessionIn } from './confession.ts';
import type { Extraction } from './context.ts';
import { responseOf } from './responses.ts';
import { valueOf } from './value.ts';
import { declOf } from './scope.ts';

/** Constants of the module or of a component that hold data, with the places that use them; and maps and lists that keep it. */
export function collectConstants(into: Extraction): void {
  const kept = new Map<Ir, { readonly name: string; readonly value: Ir; readonly uses: Set<string>; mutated: boolean }>();
  for (const each of into.file.nodes) {
    if (each.k !== 'let' || each.v === '' || each.up?.k === 'class') continue;
    const value = each.kids[0];
    if (value && isData(value)) kept.set(each, { name: each.v, value, uses: new Set(), mutated: false });
  }
  if (kept.size === 0) return;
  const names = new Set([...kept.values()].map((each) => each.name));
  for (const each of into.file.nodes) {
    if (each.k !== 'name' || !names.has(each.v)) continue;
    const decl = declOf(each, into.scope);
    const entry = decl && kept.get(decl);
    if (!entry) continue;
    const use = useOf(each);
    if (use === 'change') entry.mutated = true;
    entry.uses.add(use);
  }
  for (const [decl, entry] of kept) push(decl, entry, into);
}

function push(decl: Ir, entry: { readonly name: string; readonly value: Ir; readonly uses: ReadonlySet<string>; readonly mutated: boolean }, into: Extraction): void {
  const value = valueOf(entry.value, into.scope);
  const store = entry.mutated && (entry.value.k === 'new' || (value.size ?? 0) === 0);
  if (!store && literalCount(value) < 3) return;
  const span = into.lines.span(decl);
  const isModule = above(decl, 'fn') === undefined;
  const exported = isModule && into.file.exports.some((each) => each.local === entry.name);
  const admits = confessionIn(decl, into);
  const fact: ConstantFact = {
    ...span, name: entry.name, value, uses: [...entry.uses].sort().slice(0, 12),
    ...(exported && { exported: true as const }), ...(entry.mutated && { mutated: true as const }), ...(admits && { admits }),
  };
  if (!isModule) return;
  into.facts.constants.push(fact);
  into.lines.keep(span);
}

function isData(value: Ir): boolean {
  if (value.k === 'arr' || value.k === 'obj') return true;
  return value.k === 'new' && /^(Map|Set)$/.test(chain(value.kids[0]));
}

/** Where a use of a constant leads. */
function useOf(of: Ir): string {
  for (let each = of.up, below: Ir = of; each; below = each, each = each.up) {
    if (each.k === 'jsx') return 'render';
    if (each.k === 'pair' && each.up?.k === 'jsx') return 'render';
    if (each.k === 'get' && each.kids[0] === below) {
      if (/^(set|push|unshift|add|delete|clear|splice|pop|shift|append|update|insert|extend)$/.test(each.v) && each.up?.k === 'call') return 'change';
      if (!/^(map|filter|slice|find|sort|reduce|length|forEach|some|every|concat|flatMap|values|get|entries|keys|has)$/.test(each.v)) return insideMarkup(each) ? 'render' : 'lookup';
    }
    if (each.k === 'index' && each.kids[0] === below) return each.up?.k === 'assign' && each.up.kids[0] === each ? 'change' : insideMarkup(each) ? 'render-lookup' : 'lookup';
    if (each.k === 'call' || each.k === 'new') {
      if (each.kids[0] === below) continue;
      if (responseOf(each, { meaning: () => ({ kind: 'global' }), changes: () => false, kinds: new Map(), module: new Map(), imports: new Map() })) return 'response';
      const callee = chain(each.kids[0]);
      if (/^(React\.)?useState$/.test(callee)) return 'initial';
      if (/^set[A-Z]/.test(callee)) return 'state';
      return `argument ${callee.slice(0, 40)}`;
    }
    if (each.k === 'return') return above(each, 'fn')?.v === '' ? 'callback' : 'return';
    if (each.k === 'let') return `bound ${each.v}`;
    if (each.k === 'loop') return 'iterate';
    if (each.k === 'fn' || each.k === 'module' || each.k === 'block') return 'other';
  }
  return 'other';
}

function insideMarkup(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'jsx') return true;
  return false;
}
