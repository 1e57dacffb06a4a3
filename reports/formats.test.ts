import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { foldRun, type RunView } from '../core/fold.ts';
import type { Finding } from '../core/types.ts';
import { failing, hostilePlatform, inconclusive, recordings } from '../test/goldens/runs.ts';
import { lookupOf } from '../test/goldens/stream.ts';
import { junitProblems } from '../test/junit.ts';
import codeclimate from './codeclimate.ts';
import ctrf from './ctrf.ts';
import github from './github.ts';
import junit from './junit.ts';
import junitStrict from './junit-strict.ts';
import markdown, { mostBytes } from './markdown.ts';
import type { Renderer } from './renderer.ts';
import sarif, { mostResults } from './sarif.ts';

const recorded = recordings.map((make) => make());

async function rendered(renderer: Renderer, recording = failing()): Promise<string> {
  return String(await renderer.render(foldRun(recording.events), lookupOf(recording)));
}

/** A run with many findings: the recorded one, its findings copied. */
function many(count: number): RunView {
  const run = foldRun(failing().events);
  const copies = Array.from({ length: count }, (_, index): Finding => ({
    ...(run.findings[index % 5] as Finding),
    number: index + 1,
    fingerprint: String(index).padStart(32, '0'),
  }));
  return { ...run, findings: copies };
}

/** Both schemas are of older drafts, which need nothing that the current one reads differently. */
function problems(path: string): (value: unknown) => string {
  const {
    id: _,
    $schema: __,
    ...schema
  } = JSON.parse(readFileSync(new URL(`../node_modules/${path}`, import.meta.url), 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? '' : ajv.errorsText(validate.errors));
}

describe('SARIF', () => {
  const invalid = problems('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

  it.each(recorded)('follows the schema of 2.1.0: $name', async (recording) => {
    expect(invalid(JSON.parse(await rendered(sarif, recording)))).toBe('');
  });

  it('is refused when its version is another', async () => {
    expect(invalid({ ...(JSON.parse(await rendered(sarif)) as object), version: '2.0.0' })).not.toBe('');
  });

  it('keeps the worst when there are more than code scanning takes, and says so', () => {
    const log = JSON.parse(String(sarif.render(many(mostResults + 7), lookupOf(failing())))) as {
      readonly runs: readonly { readonly results: readonly unknown[]; readonly invocations: unknown }[];
    };
    expect(log.runs[0]?.results).toHaveLength(mostResults);
    expect(JSON.stringify(log.runs[0]?.invocations)).toContain('7 findings more');
  });

  it('has what code scanning asks for of each result and rule', async () => {
    interface Log { readonly runs: readonly [{ readonly results: readonly { readonly level: string; readonly partialFingerprints: object; readonly codeFlows?: unknown; readonly locations: readonly [{ readonly physicalLocation: { readonly region: { readonly startLine: number } } }] }[]; readonly tool: { readonly driver: { readonly rules: readonly { readonly properties: Readonly<Record<string, unknown>> }[] } } }] }
    const [{ results, tool }] = (JSON.parse(await rendered(sarif)) as Log).runs;
    expect(results.every(({ level, partialFingerprints, locations }) => ['error', 'warning', 'note'].includes(level) && Object.keys(partialFingerprints).length > 0 && locations[0].physicalLocation.region.startLine > 0)).toBe(true);
    expect(results.some(({ codeFlows }) => codeFlows !== undefined)).toBe(true);
    const said = new Set(tool.driver.rules.map(({ properties }) => properties['problem.severity']));
    expect([...said].filter((each) => each !== undefined && !['error', 'warning', 'recommendation'].includes(String(each)))).toEqual([]);
    const run = foldRun(failing().events);
    const unsafe = { ...run, findings: run.findings.map((finding) => ({ ...finding, check: 'open-endpoint', category: 'Security' as const, severity: 'critical' as const })) };
    const rule = (JSON.parse(String(sarif.render(unsafe, lookupOf(failing())))) as { readonly runs: readonly [{ readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly properties: object }[] } } }] }).runs[0].tool.driver.rules.find(({ id }) => id === 'open-endpoint');
    expect(rule?.properties).toMatchObject({ 'security-severity': '9.5', tags: expect.arrayContaining(['security']) as string[] });
  });

  it('lets no file name leave the root or become a scheme', async () => {
    const text = await rendered(sarif, hostilePlatform());
    expect(text).not.toMatch(/"uri": "(javascript:|[^"]*\.\.\/)/);
  });
});

describe('CTRF', () => {
  const invalid = problems('ctrf/dist/ctrf-schema-0.0.json');

  it.each(recorded)('follows its schema: $name', async (recording) => {
    expect(invalid(JSON.parse(await rendered(ctrf, recording)))).toBe('');
  });
});

describe('JUnit', () => {
  it.each(recorded)('is of the dialect that Jenkins and GitLab take, with counts that are true: $name', async (recording) => {
    expect(junitProblems(await rendered(junit, recording))).toEqual([]);
    expect(junitProblems(await rendered(junitStrict, recording))).toEqual([]);
  });

  it('is refused with an element, an attribute or a count that is not of it, and when it is not well-formed', async () => {
    const document = await rendered(junit);
    expect(junitProblems(document.replace('<testcase ', '<testcase file="x" '))).toEqual(['testcase may have no attribute file']);
    expect(junitProblems(document.replace('<failure ', '<failed ').replace('</failure>', '</failed>'))).toEqual(expect.arrayContaining(['testcase may have no failed']));
    expect(junitProblems(document.replace(/ failures="\d+" errors/, ' failures="99" errors'))).toEqual(["the root's failures is not the sum of its suites"]);
    expect(junitProblems(document.replace(/time="[\d.]+"/, 'time="1 s"'))).toEqual(['1 s is no time']);
    expect(() => junitProblems(document.replace('</testsuites>', ''))).toThrow('closed');
    expect(() => junitProblems(document.replace('</failure>', '<b</failure>'))).toThrow('not well-formed');
  });

  it('takes inconclusive for skipped, and in strict for failed', async () => {
    const lenient = await rendered(junit, inconclusive());
    const strict = await rendered(junitStrict, inconclusive());
    expect(lenient).not.toContain('<failure');
    expect(lenient).toMatch(/<testsuites [^>]*failures="0"/);
    expect(strict).toContain('<failure message="store-refused: neo4j');
    expect(strict).not.toMatch(/<testsuites [^>]*failures="0"/);
  });

  it('holds nothing that XML forbids and no markup of the platform', async () => {
    const text = await rendered(junit, hostilePlatform());
     
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
    expect(text).not.toContain('<script');
    expect(text.length).toBeLessThan(100_000);
  });
});

describe('Markdown', () => {
  it('stays below its limit, worst first, and counts what is left out', () => {
    const text = String(markdown.render(many(20_000), lookupOf(failing())));
    expect(Buffer.byteLength(text)).toBeLessThan(mostBytes);
    expect(Buffer.byteLength(text)).toBeGreaterThan(mostBytes / 2);
    expect(text).toMatch(/… and [\d,]+ more findings: /);
  });

  it('renders the platform’s words as text', async () => {
    const text = await rendered(markdown, hostilePlatform());
    const outside = text
      .replace(/^(`{3,})text\n[^]*?^\1$/gm, '')
      .replace(/\\[\\`]/g, '')
      .replace(/(`+)[^\n]*?\1/g, '');
    expect(outside).not.toContain('<script');
    expect(outside).not.toMatch(/[^\\]\[link\]/);
  });
});

describe('GitHub annotations', () => {
  it('are at most ten of each type, the verdict among them', () => {
    const lines = String(github.render(many(500), lookupOf(failing())))
      .trimEnd()
      .split('\n');
    for (const type of ['error', 'warning', 'notice'])
      expect(lines.filter((line) => line.startsWith(`::${type} `)).length).toBeLessThanOrEqual(10);
    expect(lines[0]).toContain('more annotations');
  });

  it('let no text of the platform start a command', async () => {
    const lines = (await rendered(github, hostilePlatform())).trimEnd().split('\n');
    expect(lines.every((line) => /^::(error|warning|notice) /.test(line))).toBe(true);
  });
});

describe('Code Climate', () => {
  it('leaves out what is waived and names the others as GitLab wants them', async () => {
    const issues = JSON.parse(await rendered(codeclimate)) as readonly {
      readonly check_name: string;
      readonly severity: string;
      readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
    }[];
    expect(issues.map((issue) => issue.check_name)).not.toContain('hardcoded-address');
    expect(issues[0]).toMatchObject({ severity: 'blocker', location: { lines: { begin: expect.any(Number) as number } } });
  });
});
