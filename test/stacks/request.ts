import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BootRequest } from '../../stack/driver.ts';

/** The platform of test/stacks/plain. */
export const plain = fileURLToPath(new URL('plain', import.meta.url));
/** The platform of test/stacks/tapped: an app that reads from both its stores. It needs the modules of this repository. */
export const tapped = fileURLToPath(new URL('tapped', import.meta.url));
export const plainEnvironment = { DB_PASSWORD: 'a-word-for-a-test', CACHE_PASSWORD: 'another-word' };

/** A folder that goes with the test: a platform, what is kept between runs, and a run. */
export interface Bench {
  readonly folder: string;
  /** Writes a platform of one compose file and gives its folder. */
  readonly platform: (compose: string) => string;
  readonly request: (root: string, more?: Partial<BootRequest>) => BootRequest;
  readonly clear: () => void;
}

let count = 0;

export function bench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'assay-test-'));
  return {
    folder,
    platform: (compose) => {
      const root = join(folder, `platform-${count++}`);
      mkdirSync(root);
      writeFileSync(join(root, 'compose.yml'), compose);
      return root;
    },
    request: (root, more = {}) => {
      const run = `test-${process.pid}-${count++}`;
      const workDir = join(folder, run);
      const cacheDir = join(folder, 'cache');
      mkdirSync(workDir, { recursive: true });
      mkdirSync(cacheDir, { recursive: true });
      return {
        root, run, workDir, cacheDir, compose: undefined, environment: plainEnvironment, without: {}, stores: {}, allow: [],
        native: undefined, attached: undefined, deadlineMs: 120_000, onService: () => undefined, ...more,
      };
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}
