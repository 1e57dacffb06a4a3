import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '../../core/define.ts';
import type { Judgement, Problem } from '../../core/types.ts';
import { mayHoldToken, presetIds } from '../delegates/secretlint.ts';
import { sourceTree } from '../facts.ts';
import { sourceClones, sourceTokens } from '../helpers.ts';
import { clonesIn } from '../probes/clones.ts';
import { readTree } from '../probes/source.ts';
import { tokensOf } from '../probes/tokens.ts';
import cloneClass from './clone-class.ts';
import providerToken from './provider-token.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-helped-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const signal = new AbortController().signal;
const source = { include: [], exclude: [], notProduction: [] };

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** What the helpers and our own reader find of the tree, judged. */
async function judged(check: Check | undefined): Promise<Judgement> {
  const bodies = new Map<string, unknown>([
    [sourceTree.name, await readTree({ root, source }, { signal })],
    [sourceTokens.name, await tokensOf({ root, source }, { signal })],
    [sourceClones.name, await clonesIn({ root, source }, { signal })],
  ]);
  const all = (kind: { readonly name: string }): unknown => [{ kind: kind.name, digest: `sha256:${'0'.repeat(64)}`, at: '', subject: '', bytes: 0, body: JSON.parse(JSON.stringify(bodies.get(kind.name))) as unknown }];
  if (!check) throw new Error('no check');
  return check.judge({ all: all as never }, { now: 0, platform: undefined as never, stack: undefined });
}

async function problems(check: Check | undefined): Promise<readonly Problem[]> {
  const judgement = await judged(check);
  return 'problems' in judgement ? judgement.problems : [];
}

/** Characters in no order, the same each time: nothing that looks like a token stands in this repository. */
function noise(length: number, alphabet = 'q7Zf0TbX2kLw9RcVd5MhJ1sYp8GnQ4uWe6NaPt3BxKv'): string {
  let state = 7;
  return Array.from({ length }, () => alphabet[Math.floor((state = (state * 48271) % 2147483647) / 65536) % alphabet.length]).join('');
}

const hex = '0f3a9c5e7b1d2846';
const letters = 'qZfTbXkLwRcVdMhJsYpGnQuWeNaPtBxKv';
const digits = '7302951846';

/** One token of every rule of the preset. */
const tokens: Readonly<Record<string, string>> = {
  aws: `AWS_SECRET_ACCESS_KEY=${noise(40)}`,
  gcp: JSON.stringify({ type: 'service_account', private_key_id: noise(40, hex), private_key: `-----BEGIN ${'PRIVATE'} KEY-----\nMII${noise(1597)}\n-----END ${'PRIVATE'} KEY-----\n`, client_email: 'a@b.iam.gserviceaccount.com', client_id: noise(21, digits) }),
  privatekey: `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMII${noise(797)}\n-----END RSA ${'PRIVATE'} KEY-----`,
  npm: `token = "npm_${noise(36)}"`,
  slack: `"xoxb-${noise(12, digits)}-${noise(12, digits)}-${noise(24)}"`,
  sendgrid: `"SG.${noise(22)}.${noise(43)}"`,
  shopify: `"shpat_${noise(32, hex)}"`,
  stripe: `"sk_live_${noise(40)}"`,
  github: `"ghp_${noise(36)}"`,
  gitlab: `"glpat-${noise(20)}"`,
  grafana: `"glsa_${noise(32)}_${noise(8, hex)}"`,
  openai: `"sk-${noise(20)}T3BlbkFJ${noise(20)}"`,
  anthropic: `"sk-ant-api03-${noise(93)}AA"`,
  groq: `"gsk_${noise(52)}"`,
  huggingface: `"hf_${noise(34, letters)}"`,
  linear: `"lin_api_${noise(40)}"`,
  notion: `"ntn_${noise(11, digits)}${noise(35)}"`,
  '1password': `"ops_${btoa(JSON.stringify({ secretKey: noise(138) }))}"`,
  'hashicorp-vault': `"hvs.${noise(100)}"`,
  vercel: `"vcp_${noise(40)}"`,
  databricks: `"dapi${noise(32, hex)}"`,
  docker: `"dckr_pat_${noise(27)}"`,
  figma: `"figd_${noise(44)}"`,
  cloudflare: `"cfut_${noise(40)}${noise(8, hex)}"`,
  tailscale: `"tskey-auth-${noise(17)}-${noise(32)}"`,
};

describe('provider-token', () => {
  it('knows a token of every rule of the preset, and lets none of them pass by its own quicker look', async () => {
    expect(Object.keys(tokens).sort()).toEqual([...await presetIds()].sort());
    expect(Object.entries(tokens).filter(([, text]) => !mayHoldToken(text))).toEqual([]);
  });

  it.each(Object.entries(tokens))('finds one of %s', async (id, text) => {
    write({ [id === 'gcp' ? 'config/key.json' : id === 'aws' ? 'deploy/production.env' : 'src/client.ts']: id === 'gcp' || id === 'aws' ? text : `export const value = \`${text}\`;` });
    const [first, ...others] = await problems(providerToken.check);
    expect(others.length).toBeLessThanOrEqual(id === 'gcp' ? 1 : 0);
    expect(first?.severity).toBe('critical');
    expect(['certain', 'likely']).toContain(first?.confidence);
    expect(JSON.stringify(first)).not.toContain(text.slice(-24, -4));
  });

  it('says where, also in Python and in files that are no code', async () => {
    write({ 'app/main.py': `import os\n\nTOKEN = ${tokens['github'] ?? ''}\n`, 'k8s/values.yaml': `slack:\n  token: ${tokens['slack'] ?? ''}\n` });
    expect((await problems(providerToken.check)).map(({ location, confidence }) => [location?.uri, location?.line, confidence]).sort()).toEqual([['app/main.py', 3, 'certain'], ['k8s/values.yaml', 2, 'certain']]);
  });

  it('says possible of tests, documents, samples, keys for development and test keys of payments', async () => {
    write({
      'src/client.test.ts': `const value = ${tokens['github'] ?? ''};`, 'docs/setup.md': `Use ${tokens['slack'] ?? ''}`, '.env.example': `GITHUB_TOKEN=${tokens['github'] ?? ''}`,
      'certs/localhost-key.pem': tokens['privatekey'] ?? '', 'src/pay.ts': `export const key = "sk_test_${noise(40)}";`,
    });
    const found = await problems(providerToken.check);
    expect(found.map(({ location }) => location?.uri).sort()).toEqual(['.env.example', 'certs/localhost-key.pem', 'docs/setup.md', 'src/client.test.ts', 'src/pay.ts']);
    expect(new Set(found.map(({ confidence }) => confidence))).toEqual(new Set(['possible']));
  });

  it.each([
    ['a token of words', `export const value = 'ghp_${'example'.repeat(5)}a';`],
    ['the same character', `export const value = 'ghp_${'x'.repeat(36)}';`],
    ['the alphabet', "export const value = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';"],
    ['a key that is meant for everybody', `export const value = 'phc_${noise(43)}';`],
    ['a prefix to compare with', "export const isToken = (text: string) => text.startsWith('ghp_');"],
    ['a variable of npm', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}'],
    ['a key that is read', "export const key = process.env.GITHUB_TOKEN; // ghp_…"],
  ])('is silent about %s', async (_, text) => {
    write({ [text.includes('registry') ? '.npmrc' : 'src/main.ts']: text });
    expect(await problems(providerToken.check)).toEqual([]);
  });

  it('is not switched off by what stands in the audited tree', async () => {
    write({ 'src/a.ts': `// secretlint-disable\nexport const value = ${tokens['github'] ?? ''};`, '.secretlintrc.json': '{"rules":[]}', '.secretlintignore': '**' });
    expect((await problems(providerToken.check)).map(({ location }) => location?.uri)).toEqual(['src/a.ts']);
  });

  it('finds the same through its cache, and sees what changed', async () => {
    write({ 'src/a.ts': `export const value = ${tokens['github'] ?? ''};`, 'src/b.ts': 'export const b = 1;' });
    const cache = join(root, '.assay/cache/facts');
    const look = async (): Promise<readonly string[]> => (await tokensOf({ root, source }, { signal, cache })).hits.map(({ path }) => path);
    expect(await look()).toEqual(['src/a.ts']);
    expect(await look()).toEqual(['src/a.ts']);
    write({ 'src/b.ts': `export const b = ${tokens['slack'] ?? ''};`, 'src/a.ts': 'export const value = 1;' });
    expect(await look()).toEqual(['src/b.ts']);
  });

  it('looks at nothing again that did not change, text or not, and at all of it where others searched', async () => {
    write({ 'src/a.ts': 'export const a = 1;', 'data/all.json': ' '.repeat(3 * 1024 * 1024), 'data/picture': 'a\0b' });
    const cache = join(root, '.assay/cache/facts');
    const file = join(cache, 'tokens.json');
    const first = await tokensOf({ root, source }, { signal, cache });
    const kept = statSync(file).ino;
    expect(await tokensOf({ root, source }, { signal, cache })).toEqual(first);
    expect(statSync(file).ino).toBe(kept);
    expect([first.files, first.unsearched]).toEqual([2, ['data/all.json']]);
    writeFileSync(file, 'x'.repeat(200));
    expect(await tokensOf({ root, source }, { signal, cache })).toEqual(first);
    expect(statSync(file).ino).not.toBe(kept);
  });

  it('says how many files were too large', async () => {
    write({ 'data/all.json': ' '.repeat(3 * 1024 * 1024), 'src/main.ts': 'export const a = 1;' });
    const judgement = await judged(providerToken.check);
    expect('note' in judgement && judgement.note).toContain('1 files of more than 2 MiB');
  });
});

const totals = `export function totals(lines: readonly Line[]): Totals {\n${Array.from({ length: 24 }, (_, at) => `  const part${at} = lines.filter((line) => line.kind === ${at}).reduce((sum, line) => sum + line.price * line.count, ${at});`).join('\n')}\n  return { part0, part23 };\n}\n`;

describe('clone-class', () => {
  const entry = { 'package.json': '{"name":"x","scripts":{"start":"node src/main.ts"}}', 'src/main.ts': "import { totals as a } from './a.ts';\nimport { totals as b } from './b.ts';\nconsole.log(a([]), b([]));" };

  it('tells a run of lines that stands twice on live paths, once for all its places', async () => {
    write({ ...entry, 'src/main.ts': `${entry['src/main.ts']}\nimport { totals as c } from './c.ts';\nconsole.log(c([]));`, 'src/a.ts': totals, 'src/b.ts': `// another\n${totals}`, 'src/c.ts': `\n\n${totals}` });
    const found = await problems(cloneClass.check);
    expect(found.map(({ what, confidence, severity }) => [what, confidence, severity])).toEqual([[expect.stringMatching(/lines of src\/a\.ts stand again in src\/b\.ts:2, src\/c\.ts:3\.$/), 'possible', 'low']]);
  });

  it('tells Python', async () => {
    const lines = `def totals(lines):\n${Array.from({ length: 24 }, (_, at) => `    part${at} = sum(line["price"] * line["count"] for line in lines if line["kind"] == ${at})`).join('\n')}\n    return part0\n`;
    write({ 'Dockerfile': 'FROM python\nCMD ["python", "main.py"]\n', 'main.py': 'import a\nimport b\nprint(a.totals([]), b.totals([]))\n', 'a.py': lines, 'b.py': `import os\n\n${lines}` });
    expect((await problems(cloneClass.check)).map(({ location }) => location?.uri)).toEqual(['a.py']);
  });

  it.each([
    ['a copy in a test', { ...entry, 'src/a.ts': totals, 'src/b.ts': 'export const totals = (_: unknown) => 1;', 'src/a.test.ts': totals }],
    ['a copy that nothing leads to', { ...entry, 'src/a.ts': totals, 'src/b.ts': 'export const totals = (_: unknown) => 1;', 'src/old.ts': totals }],
    ['a few lines', { ...entry, 'src/a.ts': `${totals.split('\n').slice(0, 8).join('\n')}\n}`, 'src/b.ts': `${totals.split('\n').slice(0, 8).join('\n')}\n}` }],
    ['generated code', { ...entry, 'src/a.ts': totals, 'src/b.ts': "export { totals } from './generated/b.ts';", 'src/generated/b.ts': totals }],
  ])('is silent about %s', async (_, files) => {
    write(files);
    expect(await problems(cloneClass.check)).toEqual([]);
  });

  it('takes no configuration from the audited tree', async () => {
    write({ ...entry, 'src/a.ts': totals, 'src/b.ts': totals, '.jscpd.json': '{"ignore":["**/*.ts"],"minTokens":99999}' });
    expect(await problems(cloneClass.check)).toHaveLength(1);
  });

  it('says that nobody looked where jscpd has no program', () => {
    const body = { files: 0, clones: [], missing: 'jscpd has no program for this system' };
    const seen = { all: (kind: { readonly name: string }) => [{ kind: kind.name, digest: 'sha256:0', at: '', subject: '', bytes: 0, body: kind.name === sourceClones.name ? body : { files: [], config: [], skipped: [], notProduction: [], layers: [], ruleSet: '', schema: 1 } }] };
    expect(cloneClass.check?.judge(seen as never, { now: 0, platform: undefined as never, stack: undefined })).toEqual({ inapplicable: 'jscpd has no program for this system' });
  });
});
