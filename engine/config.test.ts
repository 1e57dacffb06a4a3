import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultError } from '../core/fault.ts';
import { loadConfig } from './config.ts';
import { configSchema } from './schema.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'assay-config-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

async function faultOf(name: string, text: string): Promise<FaultError['fault']> {
  writeFileSync(join(folder, name), text);
  return loadConfig(folder).then(() => expect.unreachable(), (error: FaultError) => error.fault);
}

describe('loadConfig', () => {
  it('does without a file', async () => {
    const { config, path } = await loadConfig(folder);
    expect(path).toBeUndefined();
    expect(config).toEqual(configSchema.parse({}));
  });

  it('reads TypeScript, JSON and YAML', async () => {
    for (const [name, text] of [['assay.config.ts', 'const name: string = "one"; export default { name };'], ['assay.config.json', '{"name":"one"}'], ['assay.config.yaml', 'name: one']] as const) {
      writeFileSync(join(folder, name), text);
      expect((await loadConfig(folder)).config.name).toBe('one');
      rmSync(join(folder, name));
    }
  });

  it.each([
    ['assay.config.ts', 'export default {\n  name: "a",\n  standrad: "weekly",\n};', 'unknown key standrad', 3],
    ['assay.config.yaml', 'name: a\napi:\n  service: api\n  latencyBudgetMs: fast\n', 'api.latencyBudgetMs', 4],
    ['assay.config.json', '{\n  "stack": {\n    "bootSeconds": 0\n  }\n}', 'stack.bootSeconds', 3],
    ['assay.config.yaml', 'name: [a\nb: c', 'does not parse', 2],
  ])('names the file and the line in %s', async (name, text, what, line) => {
    const fault = await faultOf(name, text);
    expect(fault).toMatchObject({ code: 'config-invalid', exit: 2, where: { line } });
    expect(fault.what).toContain(what);
  });

  it('says why a configuration that throws could not be loaded', async () => {
    expect(await faultOf('assay.config.ts', 'throw new Error("no such customer")')).toMatchObject({ code: 'config-invalid', cause: expect.stringContaining('no such customer') as string });
  });

  it('runs no code of a tree that is not the operator’s own', async () => {
    writeFileSync(join(folder, 'assay.config.ts'), 'throw new Error("it was run")');
    expect((await loadConfig(folder, { trusted: false })).path).toBeUndefined();
  });

  it('lets the environment stand above the file', async () => {
    writeFileSync(join(folder, 'assay.config.json'), '{"standard":"weekly"}');
    expect((await loadConfig(folder, { trusted: true, env: { ASSAY_STANDARD: 'monthly' } })).config.standard).toBe('monthly');
  });

  it('names a folder that does not exist', async () => {
    await expect(loadConfig(join(folder, 'nowhere'))).rejects.toMatchObject({ fault: { code: 'path-missing', exit: 2 } });
  });
});
