/** Makes flags with strategies, a segment, tags, and an application that reports what it evaluated, through Unleash's own API. */
const origin = process.env['API_URL'] ?? '';
const session: { cookie?: string } = {};

async function call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const answer = await fetch(origin + path, { method, headers: { 'content-type': 'application/json', ...(session.cookie !== undefined && { cookie: session.cookie }), ...headers }, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
  session.cookie ??= answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}

await call('POST', '/auth/simple/login', { username: 'admin', password: process.env['ADMIN_PASSWORD'] });
const project = '/api/admin/projects/default/features';
await call('POST', '/api/admin/tag-types', { name: 'team', description: 'Who looks after a flag', icon: 'users' });
await call('POST', '/api/admin/context', { name: 'warehouse', description: 'Where it is picked', stickiness: true, legalValues: [{ value: 'hall-4' }, { value: 'hall-7' }] });
const segment = await call('POST', '/api/admin/segments', { name: 'night-shift', description: 'Who works at night', constraints: [{ contextName: 'warehouse', operator: 'IN', values: ['hall-4'], inverted: false, caseInsensitive: false }] });
const names = ['scanner-beep', 'pallet-routing', 'cold-store-alarm'];
for (const [at, name] of names.entries()) {
  await call('POST', project, { name, type: ['release', 'experiment', 'operational'][at], description: `Stands for ${name} in hall ${at + 4}`, impressionData: at === 1 });
  await call('POST', `${project}/${name}/environments/development/strategies`, { name: 'flexibleRollout', title: `Rollout ${at + 17}`, parameters: { rollout: String(35 + at * 20), stickiness: 'default', groupId: name }, constraints: [], variants: [{ name: `blue-${at + 3}`, weight: 1_000, weightType: 'variable', stickiness: 'default', payload: { type: 'string', value: `shade ${at + 31}` } }], segments: at === 0 ? [segment['id']] : [] });
  await call('POST', `${project}/${name}/environments/development/on`);
  await call('POST', `/api/admin/features/${name}/tags`, { type: 'team', value: `dock-${at + 2}` });
}
const made = await call('POST', '/api/admin/api-tokens', { tokenName: 'picker', type: 'client', environment: 'development', projects: ['default'] });
const token = { authorization: String(made['secret']) };
await call('POST', '/api/client/register', { appName: 'picker', instanceId: 'picker-17', sdkVersion: 'unleash-client-node:6.1.0', strategies: ['default', 'flexibleRollout'], started: new Date(Date.now() - 90_000).toISOString(), interval: 10_000 }, token);
const stop = new Date();
const toggles = Object.fromEntries(names.map((name, at) => [name, { yes: 37 + at * 19, no: 11 + at * 7, variants: { [`blue-${at + 3}`]: 37 + at * 19 } }]));
await call('POST', '/api/client/metrics', { appName: 'picker', instanceId: 'picker-17', bucket: { start: new Date(stop.getTime() - 60_000).toISOString(), stop: stop.toISOString(), toggles } }, token);
