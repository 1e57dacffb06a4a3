import type { Problem } from '../../core/types.ts';
import { effectsOf } from '../effects.ts';
import type { FileFacts, SourceTree } from '../facts.ts';
import { problemAt, productionOf } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { saysFailure, saysSuccess } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'constant-health',
  alias: 'M12',
  title: 'A health route says healthy without asking anything',
  category: 'Error handling',
  explain: {
    means: 'The only health or readiness route of a service that owns a store or calls other services answers a constant, or answers 200 although asking failed.',
    why: 'Orchestrators, load balancers and monitors are told that all is well while nothing works.',
    fix: 'Let readiness ask each dependency with a short deadline and answer 503 when one does not answer. A constant liveness route beside it is right.',
    examples: [{ wrong: "app.get('/health', (_, res) => res.json({ status: 'ok', db: 'connected' }));", right: "app.get('/ready', async (_, res) => { await db.query('SELECT 1'); res.json({ status: 'ok' }); });" }],
  },
  judge(tree, graph) {
    const routes = healthRoutes(tree, graph);
    return routes.flatMap((route) => judge(route, routes, tree, graph));
  },
});

interface HealthRoute {
  readonly file: FileFacts;
  readonly index: number;
  readonly path: string;
  readonly asks: boolean;
}

const healthPath = /^(\/?(api|v\d+|internal|system|_|public|admin|monitoring|actuator|service|\w*api\w*)\/)*\/?(health|healthz|healthcheck|health-check|ready|readyz|readiness|livez|live|liveness)(\/(?!history|events|records|metrics)[\w<>:{}-]+)*\/?$|^(\/api)?(\/v\d)?\/status\/?$/i;

function healthRoutes(tree: SourceTree, graph: Graph): HealthRoute[] {
  return productionOf(tree.files, graph).flatMap((file) => file.functions.flatMap((fn, index) => {
    if (!fn.role?.startsWith('route ')) return [];
    const path = fn.role.split(' ')[2] ?? '';
    const byFile = /(^|\/)(health|healthz|ready|status)(check)?(\.routes?|\.controller|Routes?|Controller)?\.[jt]sx?$/i.test(file.path) && /^(\/|)$/.test(path);
    const named = healthPath.test(path.replace(/\/route\.[jt]s$/, '')) || byFile || /^(health|health_check|healthcheck|readiness|ready)$/i.test(fn.name);
    // What asks who you are is for people: no probe logs in.
    if (!named || fn.injected === 'login' || !/ (GET|ALL|HEAD) /.test(`${fn.role} `)) return [];
    const effects = effectsOf(fn, file, tree, graph);
    return [{ file, index, path: path || file.path, asks: ['store', 'read', 'network', 'unknown', 'file', 'process'].some((each) => effects.has(each as never)) }];
  }));
}

function judge(route: HealthRoute, all: readonly HealthRoute[], tree: SourceTree, graph: Graph): readonly Problem[] {
  const { file, index } = route;
  const fn = file.functions[index];
  if (!fn) return [];
  const swallowed = file.failures.filter((each) => each.fn === index && (each.outcome === 'answer' || each.outcome === 'response') && (each.status === undefined || each.status < 400) && each.value?.form === 'object' && (each.form !== 'promise') && each.io !== 'no' && !/(\.status|\.code|status_code|set\.status)/.test(JSON.stringify(each.value)));
  if (swallowed.length > 0 && !setsStatus(fn.calls) && !/live/i.test(route.path)) {
    return swallowed.slice(0, 1).map((each) => problemAt({ file, span: each, key: `${route.path} 200`, label: route.path }, {
      what: `The health route ${route.path} answers 200 although asking its dependency failed.`,
      why: 'Probes read the status, not the body: the instance stays in service.',
      fix: 'Answer 503 when a dependency does not answer.', severity: 'medium', confidence: 'likely',
    }, graph));
  }
  const told = file.oddities.find((each) => each.what === 'ill-on-200' && each.fn === index && !each.guard);
  const refuses = all.some((other) => other !== route && /ready|readiness|healthz/i.test(other.path) && sameService(other.file.path, file.path) && other.file.functions[other.index]?.throws === true);
  if (told && !refuses && !/live/i.test(route.path)) return [problemAt({ file, span: told, key: `${route.path} 200`, label: route.path }, {
    what: `The health route ${route.path} knows when something is wrong, and answers 200 all the same.`,
    why: 'Probes read the status, not the body: the instance stays in service.', fix: 'Answer 503 when a dependency does not answer.', severity: 'medium', confidence: 'likely',
  }, graph)];
  const answer = file.answers.find((each) => each.fn === index && saysSuccess(each.value) && !saysFailure(each.value));
  const readiness = /ready|readiness/i.test(route.path);
  const elsewhere = !readiness && all.some((other) => other !== route && (other.asks || /ready|readiness/i.test(other.path)) && sameService(other.file.path, file.path));
  if (!answer || route.asks || elsewhere || /live|ping/i.test(route.path) || !ownsDependencies(tree, file.path)) return [];
  return [problemAt({ file, span: fn, key: `${route.path} constant`, label: route.path }, {
    what: `The health route ${route.path} answers “ok” without asking any of the stores or services that it depends on.`,
    why: 'It stays green while nothing works.',
    fix: 'Ask each dependency with a short deadline, and answer 503 when one does not answer.', severity: 'medium', confidence: 'likely',
  }, graph)];
}

function setsStatus(calls: readonly string[]): boolean {
  return calls.some((each) => /(^|\.)(status|code)$/.test(each));
}

/** Files of one service share their first folders. */
function sameService(a: string, b: string): boolean {
  const head = (path: string): string => path.split('/').slice(0, /^(apps|packages|services)\//.test(path) ? 2 : 1).join('/');
  return head(a) === head(b) || !a.includes('/') || !b.includes('/');
}

function ownsDependencies(tree: SourceTree, path: string): boolean {
  return tree.files.some((file) => !file.own && sameService(file.path, path) && file.functions.some((fn) => fn.effects.includes('store') || fn.effects.includes('read') || fn.effects.includes('network')));
}
