import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { engineVersion } from '../stack/drivers/compose/engine.ts';

/** The platform of test/stacks/outside through the whole proof: what it answers from two third parties is traced to them, and what it says without them is judged as it is without a store. */
const root = fileURLToPath(new URL('stacks/outside', import.meta.url));
const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const limitMs = 400_000;

const expected: Readonly<Record<string, string>> = {
  'GET /api/crates': 'proven', 'GET /api/crates/{id}': 'proven', 'GET /api/rates/{currency}': 'proven', 'GET /api/offers': 'proven', 'POST /api/describe': 'proven', 'POST /api/tell': 'proven', 'GET /ready': 'proven',
  'GET /api/rate-marked': 'degraded',
  'GET /api/rate-default': 'fallback', 'POST /api/describe-canned': 'fallback', 'GET /api/rate-kept': 'stale-lie', 'GET /api/offers-empty': 'empty-lie', 'GET /api/rate-blamed': 'wrong-blame',
  'GET /api/rate-patient': 'hang', 'GET /api/rate-leaking': 'leak',
};

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly verdict: string;
  readonly leaves: number;
  readonly traced: number;
  readonly outages: readonly { readonly store: string; readonly kind: string; readonly verdict: string }[];
}

describe('third parties', async () => {
  const engine = await engineVersion();
  test.each(['native', 'compose'])('%s: honest answers are proven, each lie is called by its name', { timeout: limitMs }, async (driver) => {
    if (driver === 'compose' && 'error' in engine) return;
    const { code, said } = await prove(driver);
    expect(code, said).toBe(1);
    const { endpoints } = JSON.parse(readFileSync(join(root, '.assay/runs/latest/report.json'), 'utf8')) as { readonly endpoints: readonly Seen[] };
    expect(Object.fromEntries(endpoints.map(({ method, path, verdict }) => [`${method} ${path}`, verdict]))).toEqual(expected);
    expect(endpoints.filter(({ traced, leaves }) => traced !== leaves)).toEqual([]);
    const offers = endpoints.find(({ path }) => path === '/api/offers')?.outages ?? [];
    expect(offers.map(({ store, kind, verdict }) => `${store} ${kind} ${verdict}`)).toEqual([
      ...['cut', 'error', 'hang', 'read-only', 'refuse', 'stop'].filter((kind) => offers.some((each) => each.store === 'db' && each.kind === kind)).map((kind) => `db ${kind} honest`),
      ...['cut', 'error', 'hang', 'refuse'].map((kind) => `third party rates ${kind} honest`),
    ]);
    expect(readFileSync(join(root, '.assay/runs/latest/report.html'), 'utf8')).toContain('third party rates is out');
    rmSync(join(root, '.assay/runs'), { recursive: true, force: true });
  });
});

function prove(driver: string): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'prove', '-C', root, '--driver', driver, '--quiet'], { timeout: limitMs }, (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), said: out + err }));
  });
}
