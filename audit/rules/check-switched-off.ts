import type { Problem } from '../../core/types.ts';
import type { FileFacts, OddityFact } from '../facts.ts';
import { inProduction, problemAt, type Judged } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'check-switched-off',
  alias: 'S01',
  title: 'A check of certificates, origins or identity is switched off',
  category: 'Security',
  explain: {
    means: 'Production code accepts any certificate (`rejectUnauthorized: false`, `verify=False`, `ssl.CERT_NONE`), lets every origin act with the credentials of a user, or has a switch that skips authentication.',
    why: 'Anyone between the two ends, any page, or anyone at all gets what only few should have.',
    fix: 'Trust the right authority by its certificate, name the origins, and keep no switch that lets everybody in.',
    examples: [
      { wrong: 'new Pool({ ssl: { rejectUnauthorized: false } });', right: 'new Pool({ ssl: { ca: readFileSync(caFile) } });' },
      { wrong: 'if os.getenv("SKIP_AUTH") == "true":\n    return handler(request)', right: 'user = verify(request)' },
    ],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const seen = new Set<string>();
    return file.oddities.flatMap((each) => judge(each, file, graph, seen));
  }),
});

function judge(each: OddityFact, file: FileFacts, graph: Graph, seen: Set<string>): readonly Problem[] {
  const judged = each.guard ? undefined : judgedOf(each, file);
  // One client that is opened in three ways is one decision.
  const key = `${each.what} ${each.fn}`;
  if (!judged || (each.fn >= 0 && each.what === 'tls-off' && seen.has(key))) return [];
  seen.add(key);
  return [problemAt({ file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text }, judged, graph)];
}

function judgedOf(each: OddityFact, file: FileFacts): Judged | undefined {
  switch (each.what) {
    case 'tls-off': return {
      what: `${each.text}: certificates are not checked.`, why: 'Anyone in between can read and change what is sent.', fix: 'Trust the right authority instead.',
      severity: 'high', confidence: file.language === 'python' && !each.switched ? 'likely' : 'possible',
    };
    case 'open-outside-production': return {
      what: `${each.text} answers “yes” to everybody wherever nobody says that this is production.`, why: 'A forgotten variable opens the door without a word.',
      fix: 'Let development name what it allows, and refuse everything else.', severity: 'high', confidence: 'possible',
    };
    case 'auth-bypass': return {
      what: `${each.text} lets everybody in without authentication, and nothing keeps it off in production.`, why: 'One variable, set by mistake or copied from a laptop, opens everything.',
      fix: 'Take the switch out; let tests make a real token.', severity: 'critical', confidence: 'likely',
    };
    case 'cors-open': return {
      what: 'Every origin may call this with the credentials of its user.', why: 'Any page that a user opens can act as that user.',
      fix: 'Name the origins, from the environment.', severity: 'medium', confidence: 'likely',
    };
    default: return undefined;
  }
}
