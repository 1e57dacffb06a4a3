import { expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servedOf } from '../graph/served.ts';
import { readTree } from '../probes/source.ts';

async function asked(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), 'audit-asks-'));
  try {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    const tree = await readTree({ root, source: { include: [], exclude: [], notProduction: [] } }, { signal: new AbortController().signal });
    return servedOf(tree).map(({ method, path, asks }) => `${method} ${path} ?${asks?.query.join(',') ?? '-'} {${asks?.body.join(',') ?? '-'}} #${asks?.numbers.join(',') ?? '-'}${asks?.form ? ' form' : ''}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const cases: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'Koa: taken apart, and out of what stands in for nothing': [{
    'app.js': "import Router from '@koa/router';\nconst r = new Router();\nr.get('/a', async (ctx) => { const { state } = ctx.query; const n = parseInt(ctx.query.per ?? '20', 10); ctx.body = { of: state, n }; });\nr.post('/a', async (ctx) => { const { title, weight } = ctx.request.body ?? {}; if (!Number.isInteger(weight)) throw new Error('no'); ctx.body = await add(title, weight); });\nr.listen(1);\n",
  }, ['GET /a ?state,per {} #per', 'POST /a ? {title,weight} #weight']],
  'Express: wrapped handlers, helpers that are given the request or its body, and a schema': [{
    'app.js': "const express = require('express');\nconst z = require('zod');\nconst shape = z.object({ name: z.string(), rank: z.number() });\nconst app = express();\nconst go = (h) => (req, res, next) => h(req, res, next).catch(next);\nfunction page(req) { return Number(req.query.page); }\nconst only = (sent) => ({ note: sent.note });\napp.get('/b', go(async (req, res) => { res.json(await list(page(req), req.query['q'])); }));\napp.post('/b', go(async (req, res) => { const body = req.body || {}; res.json(await add(only(body), body.kind)); }));\napp.put('/b', (req, res) => { const sent = shape.parse(req.body); res.json(save(sent)); });\napp.listen(1);\n",
  }, ['GET /b ?page,q {} #page', 'POST /b ? {note,kind} #', 'PUT /b ? {name,rank} #']],
  'Hono: by methods, and what is answered is not what was asked': [{
    'app.ts': "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/c', async (c) => c.json({ hits: await find(c.req.query('term')) }));\napp.post('/c', async (c) => { const { text } = await c.req.json(); return c.json({ id: await add(text) }); });\nexport default app;\n",
  }, ['GET /c ?term {} #', 'POST /c ? {text} #']],
  'Express: the handlers of another file': [{
    'app.js': "import express from 'express';\nimport * as quotes from './quotes.js';\nconst app = express();\napp.get('/d', quotes.list);\napp.post('/d', quotes.add);\napp.listen(1);\n",
    'quotes.js': "export async function list(req, res) { res.json(await all(req.query.limit)); }\nexport async function add(req, res) { res.json(await put(req.body.title)); }\n",
  }, ['GET /d ?limit {} #', 'POST /d ? {title} #']],
  'Flask: arguments, JSON through a helper, and a form': [{
    'app.py': 'from flask import Flask, request\napp = Flask(__name__)\n\ndef body():\n    sent = request.get_json(silent=True)\n    return sent\n\n@app.get("/e")\ndef index():\n    limit = int(request.args.get("limit", 25))\n    if "day" in request.args:\n        return one(request.args["day"])\n    return some(limit, request.args.get("doctor", type=int))\n\n@app.post("/e")\ndef create():\n    sent = body()\n    return add(sent["name"], sent.get("phone"))\n\n@app.post("/f")\ndef enter():\n    return check(request.form.get("user"))\n',
  }, ['GET /e ?limit,day,doctor {} #limit,doctor', 'POST /e ? {name,phone} #', 'POST /f ? {user} # form']],
};

it.each(Object.entries(cases))('%s', async (_name, [files, wanted]) => {
  expect([...(await asked(files))].sort()).toEqual([...wanted].sort());
});
