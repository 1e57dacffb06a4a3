import type { FileFacts } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'token-not-verified',
  alias: 'S03',
  title: 'A token is read without checking its signature',
  category: 'Security',
  explain: {
    means: 'The server decodes a token and uses what it says, and nothing checks who signed it.',
    why: 'Anybody can write a token that says “admin”.',
    fix: 'Verify the signature before the content is read.',
    examples: [{ wrong: 'const { sub, role } = decodeJwt(token);', right: 'const { payload } = await jwtVerify(token, key);' }],
  },
  judge: (tree, graph) => {
    const elsewhere = tree.files.some((file) => file.language === 'typescript' && graph.standing(file.path) !== 'aside' && verifies(file));
    return inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => (each.what !== 'token-unverified' || each.guard ? [] : [problemAt(
    { file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text },
    { what: `${each.text} reads a token, and nothing in this file checks its signature.`, why: 'Anybody can write a token that says what they like.', fix: 'Verify the signature before the content is read.', severity: 'critical', confidence: !each.switched && isServer(file) && !(elsewhere && file.language === 'typescript') && !file.functions[each.fn]?.effects.includes('network') ? 'likely' : 'possible' }, graph)])));
  },
});

/** A guard of the same project checks tokens before anybody reads them: which requests pass it is not told by one file. */
function verifies(file: FileFacts): boolean {
  return file.imports.some((each) => /^(passport-jwt|express-jwt|koa-jwt|@fastify\/jwt|hono\/jwt)$/.test(each.from) || (/^(jose|jsonwebtoken)$/.test(each.from) && each.names.some(([, name]) => /^(jwtVerify|verify)$/.test(name))))
    || file.functions.some((fn) => fn.calls.some((each) => /(^|\.)(jwtVerify|verifyJwt)$|(^|[._])jwt(Service)?\.verify(Async)?$/.test(each)));
}

/** A page may read its own token: nobody trusts what it says. What answers requests must not. */
function isServer(file: FileFacts): boolean {
  return file.language === 'python' || !(/(^|\/)(static|public|assets|stores?|composables|app|ui|mobile|extension)\//.test(file.path) || file.functions.some((fn) => fn.role === 'component' || fn.role === 'hook')
    || file.imports.some((each) => /^(react|vue|pinia|vuex|svelte|@angular\/|solid-js|expo|react-native|zustand|@reduxjs\/)($|[/-])/.test(each.from)));
}
