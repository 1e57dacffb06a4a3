import { anywhere, chain, walk, type Ir } from '../ir.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction, Odd } from './context.ts';

const stores = /(Service|Store|Repository|Repo|Database|DB|Ledger|Storage)$/;
const writes = /^_*(create|add|save|store|insert|submit|record|place|book|issue|enroll|upsert)(_|[A-Z]|$)/;
const reads = /^_*(get|list|find|fetch|search|query|all|load)(_|[A-Z]|$)/;

/**
 * `class OrderService: def __init__(self): self.orders = {}` with methods that create, find and change, and no store, file or service anywhere in
 * the class: what is told as kept is gone with the process.
 */
export function keptInSelf(of: Ir, into: Extraction): Odd | undefined {
  if (into.language !== 'python' || /(^|\/)(in_?)?memory\.py$/.test(into.file.path) || !stores.test(of.v) || /^(In_?Memory|Memory|Mock|Fake|Local|Base|Abstract|Null)/.test(of.v)) return undefined;
  const methods = of.kids.filter((kid) => kid.k === 'fn');
  const maker = methods.find((fn) => fn.v === '__init__');
  const writing = methods.filter((fn) => writes.test(fn.v));
  if (!maker || writing.length === 0 || !methods.some((fn) => reads.test(fn.v))) return undefined;
  const kept = [...collectionsIn(maker)].find((name) => writing.some((fn) => putsInto(fn, name) !== undefined) && methods.some((fn) => reads.test(fn.v) && mentionsMember(fn, name)));
  const place = kept === undefined ? undefined : writing.map((fn) => putsInto(fn, kept)).find((each) => each !== undefined);
  if (kept === undefined || !place || reachesOut(of, into)) return undefined;
  return { what: 'kept-in-self', text: `${of.v}.${kept}`.slice(0, 80), place };
}

/** `self.orders: Dict[str, Order] = {}`: empty collections that an object begins with. */
function collectionsIn(maker: Ir): ReadonlySet<string> {
  const found = new Set<string>();
  walk(maker, (each) => {
    const [target, value] = each.k === 'assign' ? each.kids : [];
    const empty = ((value?.k === 'obj' || value?.k === 'arr') && value.kids.length === 0) || (value?.k === 'call' && /^(dict|list|defaultdict|OrderedDict|collections\.\w+)$/.test(chain(value.kids[0])));
    if (target?.k === 'get' && chain(target.kids[0]) === 'self' && empty) found.add(target.v);
  });
  return found;
}

function isMember(of: Ir | undefined, name: string): boolean {
  return of?.k === 'get' && of.v === name && chain(of.kids[0]) === 'self';
}

/** Where a method puts something into it. */
function putsInto(fn: Ir, name: string): Ir | undefined {
  let place: Ir | undefined;
  walk(fn, (each) => {
    if (puts(each, name)) place ??= each;
    return place === undefined;
  });
  return place;
}

function puts(each: Ir, name: string): boolean {
  return (each.k === 'assign' && each.kids[0]?.k === 'index' && isMember(each.kids[0].kids[0], name)) || (each.k === 'call' && each.kids[0]?.k === 'get' && /^(append|add|insert|setdefault)$/.test(each.kids[0].v) && isMember(each.kids[0].kids[0], name));
}

function mentionsMember(fn: Ir, name: string): boolean {
  return anywhere(fn, (each) => isMember(each, name));
}

/** Something in the class asks or tells somebody outside, or is held by it that may do so. */
function reachesOut(of: Ir, into: Extraction): boolean {
  return anywhere(of, (each) => ((each.k === 'call' || each.k === 'new') && /^(store|read|network|file|process|message)$/.test(kindOfCall(each, into.scope))) || (each.k === 'get' && chain(each.kids[0]) === 'self' && /(db|database|session|redis|repo|repository|store|storage|backend|persistence|path|file|client|engine|conn|pool|collection)$/i.test(each.v) && each.up?.k === 'assign'));
}
