import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../core/fault.ts';
import { Redactor } from './redact.ts';
import { EvidenceStore } from './store.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'assay-store-')); });
afterEach(() => { chmodSync(folder, 0o700); rmSync(folder, { recursive: true }); });

describe('EvidenceStore', () => {
  it('gives the same content the same digest whatever the order of its keys, and reads it back', () => {
    const store = new EvidenceStore(folder);
    const one = store.seal('k', 's', { a: 1, b: [{ c: null }] });
    const two = store.seal('k', 's', { b: [{ c: null }], a: 1 });
    expect(two.digest).toBe(one.digest);
    expect(store.json(one.digest)).toEqual({ a: 1, b: [{ c: null }] });
    expect(readdirSync(store.folder)).toHaveLength(1);
  });

  it('seals the redacted body and returns just that one for judging', () => {
    const redactor = new Redactor();
    redactor.learn('topsecret');
    const store = new EvidenceStore(folder, redactor);
    const sealed = store.seal('k', 'of topsecret', { text: 'topsecret' });
    expect(JSON.stringify([sealed, store.json(sealed.digest)])).not.toContain('topsecret');
    expect(store.json(sealed.digest)).toEqual(sealed.body);
  });

  it('notices evidence that was changed or taken away after it was sealed', () => {
    const store = new EvidenceStore(folder);
    const { digest } = store.seal('k', 's', { a: 1 });
    writeFileSync(store.path(digest), '{"a":2}');
    expect(() => store.json(digest)).toThrow(/changed after it was sealed/);
    rmSync(store.path(digest));
    expect(() => store.json(digest)).toThrow(/is missing/);
  });

  it('says evidence-unwritable, with the system’s own words, when the disk takes no more', () => {
    writeFileSync(join(folder, 'evidence'), 'a file where the folder should be');
    const store = new EvidenceStore(folder);
    try {
      store.seal('k', 's', {});
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(FaultError);
      expect((error as FaultError).fault).toMatchObject({ code: 'evidence-unwritable', exit: 3 });
      expect((error as FaultError).fault.cause).toMatch(/EEXIST|ENOTDIR/);
    }
  });
});
