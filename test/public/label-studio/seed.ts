/** Makes two projects with tasks, annotations, predictions and a view through Label Studio's own API. */
const origin = process.env['API_URL'] ?? '';

async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(origin + path, { method, headers: { 'content-type': 'application/json', authorization: `Token ${process.env['ADMIN_TOKEN'] ?? ''}` }, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}

const config = '<View><Text name="text" value="$text"/><Choices name="mood" toName="text"><Choice value="glad"/><Choice value="cross"/></Choices></View>';
const choice = (mood: string): readonly object[] => [{ from_name: 'mood', to_name: 'text', type: 'choices', value: { choices: [mood] } }];
for (const [at, title] of ['Letters to the depot', 'Notes of the night shift'].entries()) {
  const project = await call('POST', '/api/projects/', { title, description: `What was written in hall ${at + 4}`, label_config: config, color: `#4${at + 3}6a9c` });
  for (const [turn, text] of ['The pallet came late again', 'Thanks for the quick pump', 'Gate seven is stuck'].entries()) {
    const task = await call('POST', '/api/tasks/', { project: project['id'], data: { text: `${text}, says shelf ${at * 31 + turn * 7 + 12}` }, meta: { hall: turn + 4 } });
    await call('POST', `/api/tasks/${String(task['id'])}/annotations/`, { result: choice(turn === 1 ? 'glad' : 'cross'), lead_time: 12.5 + turn * 3.25 });
    await call('POST', '/api/predictions/', { task: task['id'], result: choice('glad'), score: 0.37 + turn * 0.11, model_version: `mood-${at + 3}` });
  }
  await call('POST', '/api/dm/views/', { project: project['id'], data: { title: `Late ones ${at + 17}` } });
}
