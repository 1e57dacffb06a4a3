import { proveRule, py } from '../testing/prove.ts';
import rule from './admitted-placeholder.ts';

proveRule(rule, {
  fires: {
    'zeros of a mock calculation': "export function stats(rows) {\n// Mock revenue calculation (you'd implement real billing logic)\nconst revenue = { monthly: 0, total: 0 };\nreturn { count: rows.length, revenue }; }",
    'an empty list that is called mock': "export function useFeed() { const load = async () => {\n// Mock data - replace with actual API call\nconst items = [];\nsetItems(items); }; return load; }",
    'a yes as a placeholder': "export const setMode = async () => {\n// Return true as a placeholder since the API has no such call\nreturn true;\n};",
    'a figure that is to be read': "export const variables = (lead) => ({ dealer: lead.dealer,\nvisibility: 84, // TODO: Get from scan_history\n});",
    'data called synthetic': "export function list() {\n// Synthetic rival data - replace with real API call\nconst rivals = [{ id: 1, name: 'Naples' }]; return rivals; }",
    'above a return': "export function rows() {\n  // TODO: in production we would query the database\n  return [{ id: 1, name: 'a' }];\n}",
    'beside an argument': "export const f = () => check({\n  severity: 4, // this would come from weather data\n});",
    'a constant': '// replace with the real rate\nexport const rate = 1.08;',
    'a log line that says so': py('async def stream(symbols):\n    logger.warning("Streaming is not there yet, falling back to synthetic ticks")\n    await made_up(symbols)\n'),
    'an argument that should have been read': py('async def level(user):\n    # should be fetched from the metrics of the user in production\n    data = await agent.level_of(user, 0)\n    return data\n'),
    'a simplification': py('def cash(invested):\n    cash = 100000 - invested  # Simplified\n    return cash\n'),
    'Python': py('def f():\n    return check(\n        severity=4,  # This would come from weather data\n    )\n'),
  },
  quiet: {
    'a log line about a real fallback': py('async def stream(symbols):\n    logger.warning("falling back to the second region")\n    await second(symbols)\n'),
    'a log line that refuses mocks': py('def start():\n    logger.info("Using real data instead of mock data")\n    run()\n'),
    'blanks that a type demands, beside what was read': "/** Dummy data for providers. */\nexport const team = (id, preferences) => {\n  // Dummy data for providers.\n  const one = { id, name: '', url: '', avatar: null, owner: -1, preferences: { ai: preferences.ai }, teams: [id] };\n  return one;\n};",
    'mock data for tests': "// Mock data for tests of the parser\nexport const lines = ['a', 'b'];",
    'what is kept for what is not stored yet': "/** Prefix of links in a document that are not yet persisted. */\nexport const creating = 'creating#';",
    'a joke among status codes': "export const codes = {\n418: 'I am a teapot', // April joke, not expected to be implemented by servers\n420: 'calm' };",
    'for now': '// for now this is enough\nexport const rate = 1.08;',
    'a tracked task': "// TODO(#123): support more units\nexport const units = ['m', 's'];",
    'working code': '// in production this is cached by the proxy\nexport const load = () => db.load();',
    'a throw': "export function f() {\n  // to be implemented\n  throw new Error('not implemented');\n}",
    'an explanation': "// The value of the header, as the standard has it.\nexport const name = 'x-request-id';",
    'a test': { 'src/a.test.ts': '// replace with the real rate\nexport const rate = 1.08;' },
  },
});
