import { chain, walk, type Ir } from '../ir.ts';
import type { Scope } from './scope.ts';

/** Which way a test points: `dev` when it holds only outside production, `prod` when it holds only there. */
type Side = 'dev' | 'prod' | undefined;

/**
 * True when a node runs only where a test says that this is not production: inside such a branch, behind `&&`,
 * or after an early exit for production.
 */
export function devOnly(of: Ir, scope: Scope): boolean {
  for (let each: Ir = of; each.up; each = each.up) {
    const parent = each.up;
    if (parent.k === 'if' || parent.k === 'cond') {
      const place = parent.kids.indexOf(each);
      const side = place > 0 ? sideOf(parent.kids[0], scope) : undefined;
      if ((side === 'dev' && place === 1) || (side === 'prod' && place === 2)) return true;
    }
    if (parent.k === 'case' && parent.kids[0]?.k === 'str' && parent.kids[0] !== each && localStage.test(parent.kids[0].v)) return true;
    if (parent.k === 'bin' && parent.v === '&&' && parent.kids[1] === each && sideOf(parent.kids[0], scope) === 'dev') return true;
    if (parent.k === 'block' || parent.k === 'module') {
      for (const before of parent.kids) {
        if (before === each) break;
        if (before.k === 'if' && sideOf(before.kids[0], scope) === 'prod' && leaves(before.kids[1])) return true;
      }
    }
  }
  return false;
}

/** Reads a test such as `process.env.NODE_ENV !== 'production'`, `import.meta.env.DEV`, `settings.DEBUG`, or a name bound to one. */
function sideOf(test: Ir | undefined, scope: Scope, depth = 0): Side {
  if (!test || depth > 4) return undefined;
  if (test.k === 'un' && (test.v === '!' || test.v === 'not')) return flipped(sideOf(test.kids[0], scope, depth + 1));
  if (test.k === 'bin' && (test.v === '&&' || test.v === 'and')) return sideOf(test.kids[0], scope, depth + 1) ?? sideOf(test.kids[1], scope, depth + 1);
  if (test.k === 'bin') return comparisonSide(test, scope, depth);
  const text = chain(test);
  if (/(^|\.)(DEV|__DEV__|isDev|isDevelopment|isDevMode|devMode|DEV_MODE|IS_DEV|isLocal|isTest|IS_DEVELOPMENT|is_dev|is_development|IS_TEST|VITEST|JEST_WORKER_ID|(is|IS_)?_?(Playwright|PLAYWRIGHT|Cypress|CYPRESS)|E2E_TEST(ING)?|isE2E)(\(\))?$/.test(text)) return 'dev';
  if (/(^|\.)(settings|app|config|cfg|self)\.(DEBUG|debug)$/.test(text) || /^DEBUG$/.test(text)) return 'dev';
  if (/(^|\.)(PROD|isProd|isProduction|IS_PROD|IS_PRODUCTION|is_prod|is_production)(\(\))?$/.test(text)) return 'prod';
  if (test.k === 'name') {
    const meaning = scope.meaning(test);
    if ((meaning.kind === 'local' || meaning.kind === 'module') && meaning.decl.k === 'let' && meaning.decl.v) return sideOf(meaning.decl.kids[0], scope, depth + 1);
  }
  return undefined;
}

const localStage = /^(local(host|net)?|standalone|hardhat|ganache|anvil|devnet|emulator)$/i;

function comparisonSide(test: Ir, scope: Scope, depth: number): Side {
  const equal = /^(===?|is|in)$/.test(test.v);
  const unequal = /^(!==?|is not|not in)$/.test(test.v);
  if (!equal && !unequal) return undefined;
  const [left, right] = test.kids;
  if (right?.k === 'const' && /^(true|false)$/.test(right.v)) return (right.v === 'true') === equal ? sideOf(left, scope, depth + 1) : flipped(sideOf(left, scope, depth + 1));
  const literal = left?.k === 'str' ? left.v : right?.k === 'str' ? right.v : right?.k === 'arr' ? right.kids.map((kid) => kid.v).join(' ') : undefined;
  const subject = left?.k === 'str' ? right : left;
  // A branch for the network or stage on this machine is for who develops, whatever the variable is called.
  if (literal !== undefined && equal && localStage.test(literal)) return 'dev';
  if (literal === undefined || !subject || !isMode(subject, scope, depth)) return undefined;
  const side: Side = /^prod(uction)?\b|\bprod(uction)?\b/i.test(literal) ? 'prod' : /dev|local|test/i.test(literal) ? 'dev' : undefined;
  return equal ? side : flipped(side);
}

function isMode(of: Ir, scope: Scope, depth: number): boolean {
  let found = false;
  walk(of, (each) => {
    if (each.k === 'get' && /^(NODE_ENV|APP_ENV|ENV|ENVIRONMENT|MODE|nodeEnv|environment|env|mode|VERCEL_ENV|PYTHON_ENV|FLASK_ENV)$/.test(each.v)) found = true;
    if (each.k === 'str' && /^(NODE_ENV|APP_ENV|ENV|ENVIRONMENT|FLASK_ENV|PYTHON_ENV)$/.test(each.v)) found = true;
    if (each.k === 'name' && /^(NODE_ENV|nodeEnv|ENVIRONMENT|environment|APP_ENV|MODE)$/.test(each.v)) found = true;
    else if (each.k === 'name' && depth < 3 && !found) {
      const meaning = scope.meaning(each);
      if ((meaning.kind === 'local' || meaning.kind === 'module') && meaning.decl.k === 'let' && meaning.decl.v && meaning.decl.kids[0] && meaning.decl !== of.up) found = isMode(meaning.decl.kids[0], scope, depth + 1);
    }
  });
  return found;
}

function flipped(side: Side): Side {
  return side === 'dev' ? 'prod' : side === 'prod' ? 'dev' : undefined;
}

/** True when a block surely does not run on to what follows it. */
export function leaves(block: Ir | undefined): boolean {
  const last = block?.kids.at(-1);
  if (!last) return false;
  if (last.k === 'throw' || last.k === 'return' || last.k === 'jump') return true;
  if (isExit(last)) return true;
  if (last.k === 'block') return leaves(last);
  return last.k === 'if' && last.kids.length === 3 && leaves(last.kids[1]) && leaves(last.kids[2]);
}

export function isExit(of: Ir): boolean {
  return of.k === 'call' && /^(process\.exit|sys\.exit|exit|os\._exit|quit|redirect|notFound|permanentRedirect|abort)$/.test(chain(of.kids[0]));
}

/** True when the block throws, raises or ends the process. */
export function refuses(block: Ir | undefined): boolean {
  let found = false;
  if (block) walk(block, (each) => {
    if (each.k === 'fn') return false;
    if (each.k === 'throw' || (isExit(each) && !/redirect/i.test(chain(each.kids[0])))) found = true;
    return true;
  });
  return found;
}
