import { describe, expect, it } from 'vitest';
import { problemsIn } from '../cases.ts';
import { page, proveRule, py } from '../testing/prove.ts';
import dev from './dev-by-default.ts';
import drift from './env-contract-drift.ts';
import path from './machine-path.ts';
import unreachable from './unreachable-file.ts';

const reads = (key: string): string => `import os\nclient = connect(os.environ["${key}"])\n`;
const compose = (environment: string, more = ''): string => `services:\n  api:\n    build: .\n${more}    environment:\n      ${environment}\n`;

proveRule(drift, {
  fires: {
    'another ending': { 'app/main.py': reads('REDIS_URI'), 'docker-compose.yml': compose('REDIS_URL: redis://cache') },
    'another order, in an example': { 'app/main.py': reads('KEY_OPENAI_API'), '.env.example': 'OPENAI_API_KEY=\nLOG_LEVEL=\n' },
    'one letter, and TypeScript': { 'src/main.ts': "export const bucket = process.env.INVOICES_BUCKET;", 'compose.yaml': compose('- INVOICE_BUCKET=a') },
  },
  quiet: {
    'both are read': { 'app/main.py': 'import os\nurl = os.getenv("REDIS_URI") or os.getenv("REDIS_URL")\n', 'docker-compose.yml': compose('REDIS_URL: redis://cache') },
    'read by a wrapper': { 'app/main.py': `${reads('REDIS_URI')}cache = env.cache("REDIS_URL")\n`, 'docker-compose.yml': compose('REDIS_URL: redis://cache') },
    'declared by its own name': { 'app/main.py': reads('REDIS_URI'), 'docker-compose.yml': compose('REDIS_URL: redis://cache'), '.env.example': 'REDIS_URI=\n' },
    'for an image of others': { 'app/main.py': reads('POSTGRES_PASS'), 'docker-compose.yml': 'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: x\n' },
    'what the platform gives': { 'app/main.py': reads('HOSTNAME'), 'docker-compose.yml': compose('HOST_NAME: a') },
    'two things of alike names': { 'app/main.py': 'class Settings(BaseSettings):\n    APP_VERSION: str = "1"\n', '.env.example': 'API_VERSION=1\n' },
    'with a prefix': { 'app/main.py': 'class Settings(BaseSettings):\n    REDIS_URL: str\n', '.env.example': 'DESK_REDIS_URL=\n' },
    'a build that receives it': { 'web/src/main.ts': 'export const api = import.meta.env.VITE_API_URL;', 'web/Dockerfile': 'FROM node\nARG VITE_API_URL\nRUN npm run build\n' },
    'a page that is told at start': { 'web/src/main.ts': 'export const api = import.meta.env.VITE_API_URL;', 'web/Dockerfile': 'FROM node\nRUN npm run build\nCMD envsubst < a > b\n' },
    'a key of a vendor': { 'web/src/main.ts': 'export const key = import.meta.env.VITE_MAPS_API_KEY;', 'web/Dockerfile': 'FROM node\nRUN npm run build\n' },
  },
});

proveRule(path, {
  fires: {
    'a home': py('def rows():\n    return open("/Users/bob/desk/rows.csv").read()\n'), 'a home in a setting': py('DATA_DIR = "/home/alice/data"\n'),
    'a page’s server': "import { readFileSync } from 'node:fs'; export const rows = () => readFileSync('/home/alice/rows.json');",
  },
  quiet: {
    'addresses of pages': page("import { Tab } from './tab'; export const Tabs = () => <><Tab to=\"/home/popular\" /><Tab to=\"/home/recent/all\" /></>;"), 'a route': "router.push('/home/settings/profile'); app.get('/home/reports/daily', (req, res) => res.json(await rows()));",
    'a path of an image': py('DATA_DIR = "/home/app/data"\n'), 'a default that may be another': py('import os\nDATA_DIR = os.getenv("DATA_DIR", "/home/alice/data")\n'), 'what is hidden': py('def f(text):\n    return text.replace("/home/alice", "~")\n'),
    'a comparison': py('def f(p):\n    return p == "/home/alice/x"\n'), 'a user that every machine has': py('KEYS = "/home/ubuntu/.ssh"\n'), 'a parameter': py('def f(folder="/home/alice/x"):\n    return folder\n'),
  },
});

const image = (last: string): string => `FROM python\nCOPY . .\n${last}\n`;
const app = 'print(1)\n';

describe('dev-by-default', () => {
  const found = (files: Readonly<Record<string, string>>): readonly string[] => problemsIn(dev, files).map((each) => `${each.location?.uri ?? ''}:${each.location?.line ?? 0} ${each.confidence}`);
  it('fires on a reloader, a stage and a switch of what is deployed', () => {
    expect(found({ 'main.py': app, Dockerfile: image('CMD ["uvicorn", "main:app", "--reload"]') })).toEqual(['Dockerfile:3 likely']);
    expect(found({ 'main.py': app, Dockerfile: image('ENV FLASK_DEBUG=1') })).toEqual(['Dockerfile:3 likely']);
    expect(found({ 'main.py': app, 'docker-compose.yml': compose('NODE_ENV: development') })).toEqual(['docker-compose.yml:5 likely']);
  });
  it('stays quiet on what is for development', () => {
    expect(found({ 'main.py': app, 'Dockerfile.dev': image('CMD ["uvicorn", "main:app", "--reload"]') })).toEqual([]);
    expect(found({ 'main.py': app, 'docker-compose.dev.yml': compose('NODE_ENV: development') })).toEqual([]);
    expect(found({ 'main.py': app, 'docker-compose.yml': compose('DEBUG: "true"', '    volumes:\n      - ./:/app\n') })).toEqual([]);
    expect(found({ 'main.py': app, Dockerfile: 'FROM python AS dev\nCMD ["flask", "run", "--debug"]\nFROM python\nCMD ["gunicorn", "main:app"]\n' })).toEqual([]);
    expect(found({ 'main.py': app, Dockerfile: image('ENV NODE_ENV=production') })).toEqual([]);
    expect(found({ 'main.py': app, 'docker-compose.yml': 'services:\n  db:\n    image: x\n    environment:\n      DEBUG: "true"\n' })).toEqual([]);
  });
  it('calls a switch in the code possible', () => expect(found({ 'main.py': 'import os\nDEBUG = os.getenv("DEBUG", "True") == "True"\n' })).toEqual(['main.py:2 possible']));
});

describe('env-contract-drift of a build', () => {
  it('fires on an address that the page reads and its image does not receive', () => {
    const files = { 'web/src/main.ts': 'export const api = import.meta.env.VITE_API_URL;', 'web/Dockerfile': 'FROM node\nCOPY . .\nRUN npm run build\n' };
    expect(problemsIn(drift, files).map((each) => `${each.location?.uri ?? ''}:${each.location?.line ?? 0} ${each.confidence}`)).toEqual(['web/Dockerfile:3 possible']);
  });
});

describe('unreachable-file', () => {
  const work = `${'# a line\n'.repeat(20)}def pay():\n    return 1\n`;
  const found = (files: Readonly<Record<string, string>>): readonly string[] => problemsIn(unreachable, files).map((each) => each.what);
  it('tells what nothing leads to, and what only tests lead to', () => {
    expect(found({ 'app/main.py': 'from app.used import pay\npay()\n', 'app/used.py': work, 'app/lost.py': work })).toEqual(['Nothing leads to app/lost.py (23 lines).']);
    expect(found({ 'app/main.py': 'print(1)\n', 'app/tested.py': work, 'tests/test_tested.py': 'from app.tested import pay\n' })).toEqual(['Only tests lead to app/tested.py (23 lines).']);
  });
  it('calls nothing dead that a framework or a computed import may find', () => {
    expect(found({ 'app/main.py': 'import importlib\ndef load(name):\n    return importlib.import_module(name)\n', 'app/plugged.py': work })).toEqual([]);
    expect(found({ 'app/main.py': 'print(1)\n', 'app/management/commands/pay.py': work, 'app/admin.py': work })).toEqual([]);
    expect(found({ 'app/main.py': 'print(1)\n', 'app/worker_part.py': `${'# a\n'.repeat(20)}@shared_task\ndef pay():\n    return 1\n` })).toEqual([]);
  });
});
