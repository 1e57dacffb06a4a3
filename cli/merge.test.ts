import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const rules = ['secret-env-fallback', 'success-on-error', 'mock-switch'] as const;
let folder: string;
/** Runs of the first rule, of the second, and of the second and third. */
let parts: readonly [string, string, string];

interface Ran { readonly code: number | null; readonly out: string; readonly err: string }

function assay(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', timeout: 120_000, env: { ...process.env, NO_COLOR: '1' } });
  return { code: status, out: stdout, err: stderr };
}

/** A run of some rules over the tree; returns its folder. */
function run(only: readonly string[], ...more: readonly string[]): string {
  assay('gate', '-C', 'tree', '--standard', 'weekly', '--only', only.join(','), '--quiet', ...more);
  const runs = join(folder, 'tree', '.assay', 'runs');
  return join(runs, readdirSync(runs).filter((name) => name !== 'latest').sort().at(-1) ?? '');
}

interface Report {
  readonly verdict: string;
  readonly exit: number;
  readonly readiness: readonly unknown[];
  readonly findings: readonly { readonly fingerprint: string; readonly number: number }[];
  readonly checks: readonly { readonly id: string; readonly ms: number }[];
}
const reportOf = (of: string): Report => JSON.parse(readFileSync(join(of, 'report.json'), 'utf8')) as Report;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-merge-'));
  mkdirSync(join(folder, 'tree'));
  writeFileSync(join(folder, 'tree', 'package.json'), '{"name":"a","type":"module","main":"main.js"}');
  writeFileSync(join(folder, 'tree', 'main.js'), 'import jwt from "jsonwebtoken";\nexport const sign = (user) => jwt.sign(user, process.env.JWT_SECRET || "change-me-please");\n');
  writeFileSync(join(folder, 'tree', 'assay.config.json'), '{}');
  parts = [run([rules[0]]), run([rules[1]]), run([rules[1], rules[2]])];
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('merge', () => {
  it('makes of the runs of parts what one run of everything says, and it can be judged again', () => {
    const whole = reportOf(run(rules));
    const merged = assay('merge', ...parts, '-C', 'tree', '--only', rules.join(','), '-o', 'merged');
    expect(merged.err).toBe('');
    const report = reportOf(join(folder, 'merged'));
    expect([report.verdict, report.exit, merged.code]).toEqual([whole.verdict, whole.exit, whole.exit]);
    expect(report.verdict).toBe('fail');
    expect(report.readiness).toEqual(whole.readiness);
    expect(report.findings).toEqual(whole.findings);
    expect(report.checks.map(({ ms: _, ...check }) => check)).toEqual(whole.checks.map(({ ms: _, ...check }) => check));
    const again = assay('judge', './merged', '-C', 'tree');
    expect(again.out).toContain('fail, as recorded');
    expect(again.code).toBe(1);
  });

  it('does not pass when a part of what was asked for is missing', () => {
    const merged = assay('merge', parts[1], '-C', 'tree', '--only', rules.slice(1).join(','), '-o', 'partly');
    expect(merged.code).toBe(3);
    expect(merged.out).toContain('mock-switch: it left no outcome');
  });

  it('refuses in one line what does not belong together, and evidence that was changed', () => {
    const [one, other] = parts;
    const elsewhere = join(folder, 'elsewhere');
    cpSync(one, elsewhere, { recursive: true });
    const events = join(elsewhere, 'events.ndjson');
    writeFileSync(events, readFileSync(events, 'utf8').replace('"profile":"default"', '"profile":"small"'));
    const refused = (args: readonly string[], line: RegExp, code = 2): void => {
      const ran = assay('merge', ...args, '-C', 'tree', '-o', 'refused');
      expect(ran.err).toMatch(line);
      expect(ran.err.trim().split('\n').length).toBeLessThanOrEqual(2);
      expect(ran.code).toBe(code);
    };
    refused([one, elsewhere], /^usage: these runs cannot be merged: the profile is default in \S+ and small in/);
    refused([one, one], /^usage: these runs cannot be merged: \S+ is named twice/);
    refused([one, './nowhere'], /^run-missing: there is no run in \.\/nowhere/);
    refused([one, 'abcd'], /^run-missing: there is no run abcd/);
    const evidence = join(other, 'evidence', readdirSync(join(other, 'evidence'))[0] ?? '');
    writeFileSync(evidence, '{}');
    refused([other], /^evidence-altered: evidence sha256:\w+ was changed/, 3);
    expect(existsSync(join(folder, 'refused', 'events.ndjson'))).toBe(false);
  });

  it('parts no plan more often than it can be', () => {
    expect(assay('gate', '-C', 'tree', '--only', 'audit', '--shard', '2/3').err).toMatch(/^selection-empty: --shard 2\/3: what is planned falls into 1 parts at most/);
    expect(assay('gate', '-C', 'tree', '--shard', '3/2').err).toMatch(/It is a number, a slash and how many there are/);
  });
});
