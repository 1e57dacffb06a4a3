import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import { proofVerdicts } from '../core/proof/evidence.ts';
import { failing, passing, proving, recordings } from '../test/goldens/runs.ts';
import { lookupOf } from '../test/goldens/stream.ts';
import json from './json.ts';

const published: unknown = JSON.parse(readFileSync(new URL('../schema/assay-report.schema.json', import.meta.url), 'utf8'));

/** The published schema lets later versions add fields; here a field that it does not name is a mistake. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inside && !('additionalProperties' in inside) ? { ...inside, additionalProperties: false } : inside;
}

function validator(): (value: unknown) => string {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(closed(published) as object);
  return (value) => (validate(value) ? '' : ajv.errorsText(validate.errors));
}

describe('the JSON report', () => {
  const problems = validator();

  it.each(recordings.map((make) => make()))('follows the published schema: $name', async (recording) => {
    expect(problems(JSON.parse(String(await json.render(foldRun(recording.events), lookupOf(recording)))))).toBe('');
  });

  it('follows it when there is a run to compare with, and says what changed since', async () => {
    const earlier = { run: foldRun(passing().events), ...lookupOf(passing()) };
    const report = JSON.parse(String(await json.render(foldRun(failing().events), { ...lookupOf(failing()), previous: earlier }))) as { readonly changes: Readonly<Record<string, unknown>> };
    expect(problems(report)).toBe('');
    expect(report.changes).toMatchObject({ base: '4c19', opened: expect.arrayContaining([2]) as number[], closed: [], still: [], moved: expect.arrayContaining([{ category: 'Mock data', from: 'pass', to: 'fail' }]) as unknown[] });
    const back = JSON.parse(String(await json.render(earlier.run, { ...lookupOf(passing()), previous: { run: foldRun(failing().events), ...lookupOf(failing()) } }))) as { readonly changes: { readonly closed: readonly unknown[] } };
    expect(problems(back)).toBe('');
    expect(back.changes.closed).toHaveLength(5);
  });

  it('follows it when the run was cut off', async () => {
    for (const recording of recordings.map((make) => make())) {
      const cut = foldRun(recording.events.slice(0, 4));
      expect(cut.verdict).toBe('inconclusive');
      expect(problems(JSON.parse(String(await json.render(cut, lookupOf(recording)))))).toBe('');
    }
  });

  it('says of each endpoint what the live proof concluded, and how far it reached', async () => {
    const report = JSON.parse(String(await json.render(foldRun(proving().events), lookupOf(proving())))) as { readonly endpoints: readonly Record<string, unknown>[]; readonly coverage: unknown };
    expect(report.endpoints[0]).toMatchObject({
      kind: 'http', method: 'GET', path: '/api/metrics', verdict: 'invented', confidence: 'certain', leaves: 6, traced: 5, unsourced: ['/satisfaction'],
      outages: [{ store: 'postgres', kind: 'refuse', verdict: 'fallback' }, { store: 'postgres', kind: 'hang', verdict: 'honest' }, { store: 'postgres', kind: 'error', verdict: 'honest' }],
    });
    expect(report.endpoints.find(({ verdict }) => verdict === 'unproven')).toMatchObject({ reason: 'no sample body for POST /api/rfqs' });
    expect(new Set(report.endpoints.map(({ verdict }) => verdict))).toEqual(new Set(proofVerdicts));
    expect(report.coverage).toMatchObject({ targets: 19, proven: 5, applicable: 18, share: 27.8, leaves: 212, traced: 211, tracedShare: 99.5 });
  });

  it('is refused without its verdict', () => {
    expect(problems({ schemaVersion: '1.0.0' })).toContain('verdict');
  });
});
