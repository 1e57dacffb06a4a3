/** Makes flows, runs in several states, a deployment, logs and artifacts through Prefect's own API. */
const origin = `${process.env['API_URL'] ?? ''}/api`;

async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(origin + path, { method, headers: { 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

await call('POST', '/work_pools/', { name: 'cellar', type: 'process', description: 'Machines in the cellar', concurrency_limit: 17 });
const names = ['morning-report', 'stock-count', 'price-import'];
for (const [at, name] of names.entries()) {
  const flow = await call('POST', '/flows/', { name, tags: [`team-${at + 3}`, 'nightly'] });
  const deployment = await call('POST', '/deployments/', {
    name: `${name}-cellar`, flow_id: flow['id'], entrypoint: `flows/${name}.py:run`, path: '/srv/flows', work_pool_name: 'cellar', work_queue_name: 'default',
    parameters: { warehouse: `Hall ${at + 4}` }, tags: ['cellar'], description: `Runs ${name} in the cellar`, schedules: [{ active: true, schedule: { interval: 86_400 + at * 3_600, timezone: 'UTC' } }],
  });
  for (const [turn, type] of ['COMPLETED', 'FAILED', 'RUNNING'].entries()) {
    const run = await call('POST', '/flow_runs/', { flow_id: flow['id'], deployment_id: deployment['id'], name: `${name}-${turn + 11}`, parameters: { warehouse: `Hall ${at + 4}` }, tags: ['nightly'], state: { type: 'PENDING' } });
    const task = await call('POST', '/task_runs/', { name: `count-${turn + 5}`, flow_run_id: run['id'], task_key: `count-${at}`, dynamic_key: String(turn), state: { type: 'RUNNING' } });
    await call('POST', `/task_runs/${String(task['id'])}/set_state`, { state: { type: 'COMPLETED', message: 'All shelves counted' }, force: true });
    await call('POST', `/flow_runs/${String(run['id'])}/set_state`, { state: { type: 'RUNNING' }, force: true });
    if (type !== 'RUNNING') await call('POST', `/flow_runs/${String(run['id'])}/set_state`, { state: { type, message: `Ended in hall ${at + 4}` }, force: true });
    await call('POST', '/logs/', [{ name: 'prefect.flow_runs', level: 20 + turn * 10, message: `Counted ${turn * 37 + 214} pallets`, timestamp: new Date(Date.now() - turn * 61_000).toISOString(), flow_run_id: run['id'] }]);
    await call('POST', '/artifacts/', { key: `pallets-${name}`, type: 'markdown', data: `# ${turn * 37 + 214} pallets`, description: 'What was counted', flow_run_id: run['id'] });
  }
}
await call('POST', '/variables/', { name: 'warehouse', value: 'Hall 4', tags: ['cellar'] });
await call('POST', '/concurrency_limits/', { tag: 'forklift', concurrency_limit: 3 });
await call('POST', '/v2/concurrency_limits/', { name: 'gate', limit: 7, active: true });
