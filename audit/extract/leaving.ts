import type { EnvFact } from '../facts.ts';
import { above, chain, walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';

type Way = NonNullable<EnvFact['leaves']>;

/** How far a name is followed. */
const hops = 2;
const link = /(success|cancel|return|redirect|callback|notification|notify|webhook|postback|confirm\w*|reset\w*|verif\w*|invite\w*|unsubscribe|login|sign_?in|dashboard|upgrade|checkout|share|portal|manage|link|magic)\w*_?(url|uri|link|href)s?$|^(magic_?link|deep_?link|href|emailRedirectTo|redirectTo)$/i;
const mails = /(^|[._])(send\w*(mail|email)|emails?\.send|sendMail|render\w*(mail|email)|\w*(email|mail)(html|template|body)?\w*)$/i;

/** What the address becomes part of that leaves this machine: a mail, a link for the browser, a redirect, a webhook, the list of who may ask. */
export function wayOut(of: Ir, into: Extraction, depth = 0): Way | undefined {
  for (let each = of.up, below: Ir = of; each; below = each, each = each.up) {
    switch (each.k) {
      case 'tpl': if (each.kids.some((kid) => kid.k === 'str' && /<a\s[^>]*href=["']?$/i.test(kid.v))) return 'mail'; break;
      case 'or': case 'cond': case 'bin': case 'get': case 'index': case 'await': case 'arr': case 'obj': case 'spread': break;
      case 'pair':
        if (each.up?.k === 'jsx') return /^(href|src|action)$/.test(each.v) ? 'page' : undefined;
        if (link.test(each.v)) return 'link';
        if (each.v === 'origin' && /(^|\.)(cors|enableCors|Server)$|^$/.test(callAbove(each))) return 'origins';
        break;
      case 'call': case 'new': {
        if (each.kids[0] === below) break;
        const callee = chain(each.kids[0]);
        if (/(^|\.)redirect$/.test(callee)) return 'redirect';
        if (/^cors$/.test(callee)) return 'origins';
        if (mails.test(callee)) return 'mail';
        if (!/^(String|encodeURI|new URL|URL|clean|trim|\w*[uU]rl\w*)$/.test(callee) && each.k === 'call') return undefined;
        break;
      }
      case 'let': case 'assign': {
        const name = each.k === 'let' ? each.v : each.kids[0]?.k === 'name' ? each.kids[0].v : '';
        return link.test(name) ? 'link' : depth < hops && name !== '' ? ofName(name, each, into, depth) : undefined;
      }
      default: return undefined;
    }
  }
  return undefined;
}

function callAbove(of: Ir): string {
  const call = above(of, 'call', 'new', 'fn');
  return call && call.k !== 'fn' ? chain(call.kids[0]) : '';
}

/** Where a name goes on in its function, or in the module where it belongs to that. */
function ofName(name: string, decl: Ir, into: Extraction, depth: number): Way | undefined {
  let found: Way | undefined;
  walk(above(decl, 'fn') ?? into.file.root, (each) => {
    if (each.k === 'name' && each.v === name && each.at > decl.end) found ??= wayOut(each, into, depth + 1);
    return found === undefined;
  });
  return found;
}
