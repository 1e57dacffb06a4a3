import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'assay-cli-')); });
afterAll(() => { rmSync(folder, { recursive: true }); });

interface Ran { readonly code: number | null; readonly out: string; readonly err: string }

function assay(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', timeout: 120_000, env: { ...process.env, NO_COLOR: '1' } });
  return { code: status, out: stdout, err: stderr };
}

/** A small source tree of its own; the files are given by name. */
function tree(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, path, '..'), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return name;
}

const honest = { 'package.json': '{"name":"a","type":"module","main":"main.js"}', 'main.js': 'export const port = Number(process.env.PORT);\n' };
const lying = { ...honest, 'main.js': 'import jwt from "jsonwebtoken";\nexport const sign = (user) => jwt.sign(user, process.env.JWT_SECRET || "change-me-please");\n' };

describe('bad input is one clear line with the right exit code', () => {
  it.each([
    ['an unknown command', ['frobnicate'], 2, /unknown command/],
    ['an unknown option', ['gate', '--frobnicate'], 2, /unknown option/],
    ['a folder that is not there', ['gate', '-C', 'nowhere'], 2, /^path-missing: there is no folder nowhere/],
    ['an unknown standard', ['gate', '--standard', 'best'], 2, /^usage: there is no standard best/],
    ['a selection that names nothing', ['gate', '--only', 'nonsense'], 2, /^selection-empty: .*nonsense/],
    ['an unknown reporter', ['audit', '--reporter', 'telegram'], 2, /^usage: there is no reporter telegram; there are .*html.*sarif/],
    ['an unknown profile', ['gate', '--profile', 'small'], 2, /^config-invalid: there is no profile small/],
    ['a run that is not there', ['judge', 'abcd'], 2, /^run-missing: there is no run abcd/],
    ['a rule that is not there', ['explain', 'secret-fallback'], 2, /^usage: nothing is called secret-fallback; close are .*secret-env-fallback/],
  ] as const)('%s', (_, args, code, line) => {
    const ran = assay(...args);
    expect(ran.err).toMatch(line);
    expect(ran.err.trim().split('\n').length).toBeLessThanOrEqual(3);
    expect(ran.err).not.toMatch(/\bat .*\.ts:\d+/);
    expect(ran.code).toBe(code);
  });

  it('a Node that is too old', () => {
    const text = readFileSync(bin, 'utf8').replaceAll('process.versions.node', '"20.20.2"');
    const old = join(folder, 'old.mjs');
    writeFileSync(old, text);
    const { status, stderr } = spawnSync(process.execPath, [old, 'gate'], { encoding: 'utf8' });
    expect(stderr).toMatch(/^node-too-old: assay needs Node 22\.22 or newer, this is 20\.20\.2/);
    expect(status).toBe(3);
  });

  it('a flow that cannot be loaded names its file', () => {
    const platform = tree('broken-unit', { ...honest, 'assay/flows/log-in.ts': 'export default 7;\n' });
    const ran = assay('gate', '-C', platform, '--only', 'audit');
    expect(ran.err).toMatch(/^unit-invalid: .*log-in\.ts exports no unit/);
    expect(ran.code).toBe(2);
  });

  it('a compose file that does not parse', () => {
    const platform = tree('broken-compose', { ...honest, 'compose.yml': 'services:\n  api:\n   image: [\n', 'assay.config.json': '{"stack":{"compose":"compose.yml"},"api":{"service":"api"}}' });
    const ran = assay('gate', '-C', platform, '--only', 'check', '--driver', 'native', '--quiet');
    expect(ran.out).toMatch(/compose-invalid/);
    expect(ran.out).toMatch(/compose\.yml/);
    expect(ran.code).toBe(2);
  });
});

describe('audit', () => {
  it('passes an honest tree, fails one that lies, and shows the line', () => {
    expect(assay('audit', '-C', tree('honest', honest), '--only', 'audit').code).toBe(2);
    expect(assay('audit', '-C', 'honest').code).toBe(0);
    const ran = assay('audit', '-C', tree('secret', lying));
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/secret-env-fallback/);
    expect(ran.out).toMatch(/main\.js:2/);
  });

  it('finds what is planted beside the code, and nothing once it is mended', () => {
    const web = (planted: boolean): Readonly<Record<string, string>> => ({
      'pyproject.toml': '[project]\nname = "a"\n',
      'main.py': `import os\n\nDATA = ${planted ? '"/home/alice/data"' : 'os.environ["DATA"]'}\n\ndef cache():\n    return connect(os.environ["${planted ? 'REDIS_URI' : 'REDIS_URL'}"], DATA)\n`,
      'compose.yml': 'services:\n  api:\n    build: .\n    environment:\n      REDIS_URL: redis://cache\n      DATA: /data\n',
      Dockerfile: `FROM python\nCOPY . .\nCMD ["uvicorn", "main:app"${planted ? ', "--reload"' : ''}]\n`,
    });
    const ran = assay('audit', tree('planted', web(true)));
    expect(ran.code).toBe(1);
    for (const each of [/env-contract-drift/, /machine-path/, /dev-by-default/, /main\.py:3/, /Dockerfile:3/]) expect(ran.out + ran.err).toMatch(each);
    const mended = assay('audit', tree('mended', web(false)));
    expect(mended.err).not.toMatch(/^.* fail +audit\//m);
    expect(mended.code).toBe(0);
  });

  it('shows how a secret loses its constant, writes it only when told to, and touches nothing else', () => {
    const files = {
      ...lying, 'app.py': 'import os\nSECRET_KEY = os.getenv("SECRET_KEY", "change-me")  # signs\nTOKEN_SECRET = os.environ.get("TOKEN_SECRET", "a" + "b")\n',
      'settings.py': 'from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    jwt_secret: str = "hunter2-hunter2"\n    port: int = 80\n',
    };
    const text = (path: string): string => readFileSync(join(folder, 'mend', path), 'utf8');
    const shown = assay('audit', tree('mend', files), '--fix');
    expect(shown.out).toContain('-SECRET_KEY = os.getenv("SECRET_KEY", "change-me")  # signs\n+SECRET_KEY = os.environ["SECRET_KEY"]  # signs\n');
    expect(Object.keys(files).every((path) => text(path) === files[path as keyof typeof files])).toBe(true);
    assay('audit', 'mend', '--fix=write');
    expect(text('app.py')).toBe('import os\nSECRET_KEY = os.environ["SECRET_KEY"]  # signs\nTOKEN_SECRET = os.environ.get("TOKEN_SECRET", "a" + "b")\n');
    expect(text('settings.py')).toBe(files['settings.py'].replace(' = "hunter2-hunter2"', ''));
    expect(text('main.js')).toBe(lying['main.js'].replace('"change-me-please"', "(() => { throw new Error('JWT_SECRET is not set'); })()"));
  });

  it('is inconclusive where nothing was examined', () => {
    const ran = assay('audit', '-C', tree('empty', { 'README.md': 'nothing here' }));
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(/examined nothing/);
  });

  it('is inconclusive where production source could not be read', () => {
    const ran = assay('audit', '-C', tree('unparsable', { ...honest, 'other.js': 'export const = ;\n' }));
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(/other\.js: does not parse/);
  });

  it('reads no configuration code of a tree that is only named', () => {
    const named = tree('hostile', { ...honest, 'assay.config.ts': 'import { writeFileSync } from "node:fs"; writeFileSync(new URL("./run", import.meta.url), ""); export default {};\n' });
    expect(assay('audit', named).code).toBe(0);
    expect(existsSync(join(folder, named, 'run'))).toBe(false);
  });

  it('prints JSON and nothing else on stdout with --json', () => {
    const ran = assay('audit', '-C', tree('secret', lying), '--json');
    expect(JSON.parse(ran.out)).toMatchObject({ verdict: 'fail' });
  });
});

describe('a run that is over', () => {
  beforeAll(() => { assay('audit', '-C', tree('lying', lying)); });

  it('is judged again from its evidence, also in another folder, with the same verdict and findings', () => {
    cpSync(join(folder, 'lying'), join(folder, 'moved'), { recursive: true, verbatimSymlinks: true });
    rmSync(join(folder, 'moved', 'main.js'));
    const ran = assay('judge', 'latest', '-C', 'moved');
    expect(ran.out).toMatch(/Judged again from .*: fail, as recorded/);
    expect(ran.code).toBe(1);
  });

  it('gives byte-equal reports again', () => {
    const at = (name: string): Buffer => readFileSync(join(folder, 'lying/.assay/runs/latest', name));
    const before = [at('report.html'), at('report.json')];
    expect(assay('report', 'latest', '-C', 'lying').code).toBe(0);
    expect([at('report.html'), at('report.json')].map((each, index) => each.equals(before[index] ?? Buffer.alloc(0)))).toEqual([true, true]);
  });

  it('shows one finding readable, and says which there are', () => {
    expect(assay('show', 'latest#1', '-C', 'lying').out).toMatch(/main\.js:2[\s\S]*fix/);
    expect(assay('show', 'latest#99', '-C', 'lying')).toMatchObject({ code: 2 });
  });

  it('is refused when its evidence was changed', () => {
    cpSync(join(folder, 'lying'), join(folder, 'forged'), { recursive: true, verbatimSymlinks: true });
    const evidence = join(folder, 'forged/.assay/runs/latest/evidence');
    for (const name of readdirSync(evidence)) writeFileSync(join(evidence, name), '{}');
    const ran = assay('judge', 'latest', '-C', 'forged');
    expect(ran.err).toMatch(/^evidence-altered/);
    expect(ran.code).toBe(3);
  });

  it('is refused with one line when another version wrote it', () => {
    cpSync(join(folder, 'lying'), join(folder, 'older'), { recursive: true, verbatimSymlinks: true });
    const events = join(folder, 'older/.assay/runs/latest/events.ndjson');
    writeFileSync(events, readFileSync(events, 'utf8').replace('"schema":1', '"schema":0'));
    const ran = assay('judge', 'latest', '-C', 'older');
    expect(ran.err).toMatch(/^run-unreadable: .*schema 0/);
    expect(ran.code).toBe(3);
  });

  it('becomes a baseline that lets through what was there and nothing new', () => {
    const platform = tree('based', lying);
    assay('audit', '-C', platform);
    expect(assay('baseline', '-C', platform).code).toBe(0);
    writeFileSync(join(folder, platform, 'assay.config.json'), '{"baseline":"assay.baseline.json"}');
    expect(assay('audit', '-C', platform).code).toBe(0);
    writeFileSync(join(folder, platform, 'other.js'), 'import jwt from "jsonwebtoken";\nexport const check = (token) => jwt.verify(token, process.env.OTHER_SECRET ?? "hunter2hunter2");\n');
    writeFileSync(join(folder, platform, 'main.js'), `import "./other.js";\n\n// moved down\n${lying['main.js']}`);
    const ran = assay('audit', '-C', platform);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/other\.js:2/);
    expect(ran.out).not.toMatch(/main\.js:5/);
  });

  it('knows what is in it after its file was renamed, but not a copy', () => {
    const platform = tree('renamed', lying);
    assay('audit', '-C', platform);
    assay('baseline', '-C', platform);
    const at = (path: string): string => join(folder, platform, path);
    writeFileSync(at('assay.config.json'), '{"baseline":"assay.baseline.json"}');
    mkdirSync(at('api'));
    renameSync(at('main.js'), at('api/server.js'));
    writeFileSync(at('package.json'), readFileSync(at('package.json'), 'utf8').replaceAll('main.js', 'api/server.js'));
    expect(assay('audit', '-C', platform).code).toBe(0);
    expect(assay('baseline', '-C', platform).code).toBe(0);
    expect(readFileSync(at('assay.baseline.json'), 'utf8')).toMatch(/"path": "api\/server\.js"/);
    cpSync(at('api/server.js'), at('main.js'));
    const copied = assay('audit', '-C', platform);
    expect(copied.code).toBe(1);
    expect(copied.out).toMatch(/main\.js/);
  });

  it('is refused with one line when it is no baseline', () => {
    const platform = tree('odd', { ...honest, 'assay.config.json': '{"baseline":"assay.baseline.json"}', 'assay.baseline.json': '{"version":9}' });
    const ran = assay('audit', '-C', platform);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^config-invalid: the baseline assay\.baseline\.json is no list/);
  });
});

describe('Ctrl-C', () => {
  it('ends with 130, keeps the evidence so far, and leaves nothing running', async () => {
    const platform = tree('slow', {
      ...honest, 'server.mjs': 'setInterval(() => undefined, 1000);\n', 'compose.yml': 'services:\n  api:\n    build: .\n    command: ["node", "server.mjs"]\n    ports: ["4010:4010"]\n',
      'assay.config.json': '{"stack":{"compose":"compose.yml","native":{}},"api":{"service":"api","health":{"live":"/"}}}',
    });
    const child = spawn(process.execPath, [bin, 'gate', '-C', platform, '--driver', 'native'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
    await expect.poll(() => running('server.mjs', platform), { timeout: 30_000 }).toBe(true);
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(130);
    expect(said).toMatch(/interrupted/);
    expect(running('server.mjs', platform)).toBe(false);
    expect(readFileSync(join(folder, platform, '.assay/runs/latest/events.ndjson'), 'utf8')).toMatch(/"exit":130/);
  });
});

/** Whether a process runs in that folder whose command line names the script. */
function running(script: string, platform: string): boolean {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script) && readlinkSync(`/proc/${pid}/cwd`) === join(folder, platform);
    } catch {
      // It ended between the listing and the look.
      return false;
    }
  });
}
