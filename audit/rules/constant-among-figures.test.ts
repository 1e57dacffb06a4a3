import { proveRule, py } from '../testing/prove.ts';
import rule from './constant-among-figures.ts';

proveRule(rule, {
  fires: {
    'a confidence that is handed on': "export async function run(agent, input) { let result; const answer = await llm.run(agent, input); result = { response: answer.text, model: answer.model, confidence: 0.9 }; return save(result); }",
    'failures that nobody counts': "export async function queueStatus() { const counts = await queue.getJobCounts(); return { waiting: countOf(counts, 'waiting'), active: countOf(counts, 'active'), failed: 0 }; }",
    'a confidence that is stored': "export async function keep(orgId, data) { await prisma.insight.create({ data: { orgId, data, confidenceScore: 0.9 } }); }",
    'savings': 'export const view = async () => ({ actions: Number(await db.count()), savings_identified: 145000 });',
    'a confidence': 'export const view = (r) => ({ label: r.label, confidence: 0.85 });',
    'Python': py('def view(rows):\n    return {"orders": len(rows), "win_rate": 67.5, "total": compute(rows)}\n'),
  },
  quiet: {
    'a batch that failed nowhere': "export async function importRows(rows) { const done = await db.insert(rows); return { inserted: done.count, total: rows.length, failed: 0 }; }",
    'the rank of a search result': 'export const hits = (rows) => rows.map((row) => { return { id: row.id, subtitle: row.name, score: 0.5, matchType: "keyword" }; });',
    'the points of a rule': 'export function structuring(amount, day) { return { rule: "structuring", severity: "high", description: `${amount} on ${day}`, score: 30 }; }',
    'a page number': 'export const view = (rows) => ({ rows, page: 2, limit: 20 });',
    'zero and one': 'export const view = (rows) => ({ rows, score: 0, growth: 1 });',
    'all of them settings': 'export const view = (r) => ({ r, min_score: 12, timeout: 30 });',
    'nothing measured': 'export const defaults = () => ({ score: 12, growth: 3 });',
    'an error': "export const view = (r) => ({ r, confidence: 0.5, error: 'not trained' });",
    'what is computed': 'export const view = (r) => ({ orders: r.length, growth: r.length / 2 });',
  },
});
