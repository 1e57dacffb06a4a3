import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { readTree } from '../probes/source.ts';
import { servedOf } from './served.ts';

async function served(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), 'audit-served-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const tree = await readTree({ root, source: { include: [], exclude: [], notProduction: [] } }, { signal: new AbortController().signal });
    return servedOf(tree).map(({ method, path, file, line, whole }) => `${method} ${path} ${file}:${line}${whole ? '' : ' ?'}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const expressMain = `import express from 'express';\nimport { api } from './routes/index.js';\nconst app = express();\napp.get('/health', (req, res) => res.json({}));\napp.use('/api', api);\napp.listen(1);\nconst load = () => api.get('/elsewhere', { params: {} });\n`;
const cases: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'Express: routers in routers, through a file that only passes on, and by require': [{
    'src/main.ts': expressMain,
    'src/routes/index.ts': "import { Router } from 'express';\nimport quotes from './quotes.js';\nexport const api = Router();\napi.use('/quotes', quotes);\napi.use(require('./tools'));\n",
    'src/routes/quotes.ts': "import { Router } from 'express';\nconst router = Router();\nrouter.get('/', list);\nrouter.get('/:id', one);\nrouter.route('/:id/lines').post(add);\nexport default router;\n",
    'src/routes/tools.ts': "import { Router } from 'express';\nconst router = Router();\nrouter.get('/tools', list);\nmodule.exports = router;\n",
    'src/routes/quotes_old.ts': "import { Router } from 'express';\nconst router = Router();\nrouter.get('/forgotten', list);\nexport default router;\n",
  }, ['GET /health src/main.ts:4', 'GET /api/quotes src/routes/quotes.ts:3', 'GET /api/quotes/{id} src/routes/quotes.ts:4', 'POST /api/quotes/{id}/lines src/routes/quotes.ts:5', 'GET /api/tools src/routes/tools.ts:3', 'GET /forgotten src/routes/quotes_old.ts:3 ?']],
  'Express in CommonJS: a module that is required where it is put on, and one of several that a module holds': [{
    'server/index.js': "const express = require('express');\nconst { orders, cart } = require('./orders');\nconst app = express();\napp.use('/products', require('./products'));\napp.use('/orders', orders);\napp.use('/cart', cart);\napp.use('/admin', require('./admin').router);\napp.listen(1);\n",
    'server/products.js': "const { Router } = require('express');\nconst router = Router();\nrouter.get('/', list);\nrouter.get('/:id', one);\nmodule.exports = router;\n",
    'server/orders.js': "const { Router } = require('express');\nconst router = Router();\nrouter.get('/', list);\nconst cart = Router();\ncart.post('/items', add);\nmodule.exports = { orders: router, cart };\n",
    'server/admin.js': "const { Router } = require('express');\nconst router = Router();\nrouter.get('/users', list);\nmodule.exports = { router };\n",
  }, ['GET /products server/products.js:3', 'GET /products/{id} server/products.js:4', 'GET /orders server/orders.js:3', 'POST /cart/items server/orders.js:5', 'GET /admin/users server/admin.js:3']],
  'FastAPI: the router’s own path below the one that it is included at, in a loop too': [{
    'desk/app.py': 'from fastapi import FastAPI\nfrom desk.routers import quotes, health\nfrom desk.users import router as users\napp = FastAPI()\nfor part in (quotes, health):\n    app.include_router(part.router, prefix="/api")\napp.include_router(users, prefix="/api/v2")\n',
    'desk/__init__.py': '', 'desk/routers/__init__.py': '',
    'desk/routers/quotes.py': 'from fastapi import APIRouter\nrouter = APIRouter(prefix="/quotes")\n\n@router.get("/{quote_id:int}")\nasync def one(quote_id: int):\n    return {}\n',
    'desk/routers/health.py': 'from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.get("/health")\ndef health():\n    return {}\n',
    'desk/users.py': 'from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.post("/users")\ndef add():\n    return {}\n',
  }, ['GET /api/health desk/routers/health.py:5', 'GET /api/quotes/{quote_id} desk/routers/quotes.py:5', 'POST /api/v2/users desk/users.py:5']],
  'Flask: a blueprint, and one route for each of its methods': [{
    'app.py': 'from flask import Flask\nfrom views import bp\napp = Flask(__name__)\napp.register_blueprint(bp, url_prefix="/admin")\n',
    'views.py': 'from flask import Blueprint\nbp = Blueprint("v", __name__)\n\n@bp.route("/items/<int:item_id>", methods=["GET", "DELETE"])\ndef item(item_id):\n    return {}\n',
  }, ['GET /admin/items/{item_id} views.py:5', 'DELETE /admin/items/{item_id} views.py:5']],
  'Nest: below the controller’s path and the one of all': [{
    'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { Quotes } from './quotes.controller';\nconst app = await NestFactory.create(Quotes);\napp.setGlobalPrefix('api');\nawait app.listen(1);\n",
    'src/quotes.controller.ts': "import { Controller, Get, Post } from '@nestjs/common';\n@Controller('quotes')\nexport class Quotes {\n  @Get(':id')\n  one() { return this.q.one(); }\n  @Post()\n  add() { return this.q.add(); }\n}\n",
  }, ['GET /api/quotes/{id} src/quotes.controller.ts:4', 'POST /api/quotes src/quotes.controller.ts:6']],
  'Next.js: the folder is the path': [{
    'app/(desk)/api/quotes/[id]/route.ts': "export async function GET() { return Response.json({}); }\n",
    'package.json': '{"name":"a"}',
  }, ['GET /api/quotes/{id} app/(desk)/api/quotes/[id]/route.ts:1']],
  'MCP: tools by their name, in both languages': [{
    'src/main.ts': "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({});\nserver.registerTool('get_quote', {}, async ({ id }) => quote(id));\nserver.listen(1);\n",
    'app.py': 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\n\n@mcp.tool()\nasync def search(query: str):\n    return await find(query)\n',
  }, ['tool get_quote src/main.ts:3', 'tool search app.py:5']],
  'Fastify: a plugin below its prefix': [{
    'src/main.ts': "import Fastify from 'fastify';\nimport { quotes } from './quotes.ts';\nconst app = Fastify();\napp.register(quotes, { prefix: '/api/quotes' });\nawait app.listen({ port: 1 });\n",
    'src/quotes.ts': "export async function quotes(app) {\n  app.get('/:id', one);\n}\n",
  }, ['GET /api/quotes/{id} src/quotes.ts:2']],
};

it.each(Object.entries(cases))('%s', async (_name, [files, wanted]) => {
  expect([...(await served(files))].sort()).toEqual([...wanted].sort());
});
