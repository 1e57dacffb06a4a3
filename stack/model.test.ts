import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../core/fault.ts';
import type { Fault } from '../core/types.ts';
import { composeCli } from './cli.ts';
import { asDocument, serviceModel } from './model/normalise.ts';
import { completeAlone, readCompose, sourceOf } from './model/read.ts';
import { readModel } from './model.ts';

const plain = fileURLToPath(new URL('../test/stacks/plain', import.meta.url));
const given = { DB_PASSWORD: 'pa$$word', CACHE_PASSWORD: 'c' };
const cli = await composeCli();
let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'assay-model-'))));
afterEach(() => rmSync(root, { recursive: true }));

async function faultOf(text: string, environment: Readonly<Record<string, string>> = {}): Promise<Fault> {
  writeFileSync(join(root, 'compose.yml'), text);
  const error: unknown = await readModel({ root, compose: undefined, environment }, 'test').then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FaultError);
  return (error as FaultError).fault;
}

describe('readModel', () => {
  it('names file and line of what does not parse', async () => {
    const fault = await faultOf('services:\n  a:\n    image: [x\n    build: .\n');
    expect(fault).toMatchObject({ code: 'compose-invalid', exit: 2, where: { uri: 'compose.yml' } });
    expect(fault.where?.line).toBeGreaterThan(2);
  });

  it('names every required variable at once, with line and message', async () => {
    const fault = await faultOf('services:\n  a:\n    image: ${IMAGE:?which image}\n    environment:\n      TOKEN: ${TOKEN:?}\n      GIVEN: ${GIVEN:?}\n', { GIVEN: 'x' });
    expect(fault).toMatchObject({ code: 'compose-invalid', where: { uri: 'compose.yml', line: 3 } });
    expect(fault.what).toBe('compose.yml needs values for IMAGE (line 3: which image), TOKEN (line 5).');
  });

  it('takes nothing from a .env beside the file', async () => {
    writeFileSync(join(root, '.env'), 'TOKEN=from-the-file\n');
    expect((await faultOf('services:\n  a:\n    image: x\n    environment: { TOKEN: "${TOKEN:?}" }\n')).what).toContain('TOKEN');
  });

  it.each([
    ['services: {}', 'has no services'],
    ['services:\n  a: { command: x }\n', 'neither image nor build'],
    ['services:\n  a: { image: "x${" }\n', 'no valid variable'],
  ])('%j is refused: %s', async (text, words) => {
    expect((await faultOf(text)).what).toContain(words);
  });

  it.skipIf(cli === undefined)('puts the line beside Compose’s own words', async () => {
    const fault = await faultOf('services:\n  a:\n    image: x\n    imagex: y\n');
    expect(fault).toMatchObject({ code: 'compose-invalid', where: { uri: 'compose.yml', line: 4 } });
    expect(fault.what).toMatch(/^compose\.yml:4: .*imagex/);
  });

  it.skipIf(cli === undefined)('is interrupted, and not a bad file, when it is cancelled', async () => {
    await expect(readModel({ root: plain, compose: undefined, environment: given }, 'test', AbortSignal.abort())).rejects.toMatchObject({ fault: { code: 'interrupted' } });
  });

  it('says that a file asked for by name is missing', async () => {
    await expect(readModel({ root, compose: 'other.yml', environment: {} }, 'test')).rejects.toMatchObject({ fault: { code: 'path-missing' } });
    expect(await readModel({ root, compose: undefined, environment: {} }, 'test')).toBeUndefined();
  });

  it('reads a profile only when it is asked for', async () => {
    writeFileSync(join(root, 'compose.yml'), 'services:\n  a: { image: x }\n  b: { image: y, profiles: [more] }\n');
    const names = async (environment: Readonly<Record<string, string>>): Promise<readonly string[]> => Object.keys((await readModel({ root, compose: undefined, environment }, 'test'))?.services ?? {});
    expect(await names({})).toEqual(['a']);
    expect(await names({ COMPOSE_PROFILES: 'more' })).toEqual(['a', 'b']);
  });
});

describe.skipIf(cli === undefined)('our own reading beside Compose', () => {
  it('gives the same services', async () => {
    const theirs = await readModel({ root: plain, compose: undefined, environment: given }, 'test');
    const source = sourceOf(plain, join(plain, 'compose.yml'), given);
    const document = completeAlone(readCompose(source), source);
    const ours = Object.fromEntries(Object.entries(asDocument(document.services)).map(([name, raw]) => [name, serviceModel(name, asDocument(raw), plain)]));
    expect(theirs?.by).toBe('compose');
    // Compose writes the Dockerfile's name out.
    const spelt = JSON.parse(JSON.stringify(theirs?.services).replaceAll('"dockerfile":"Dockerfile",', '')) as unknown;
    expect(JSON.parse(JSON.stringify(ours))).toEqual(spelt);
    expect(ours.api?.environment.DATABASE_URL).toBe('postgres://app:pa$$word@db:5432/appdb');
  });
});
