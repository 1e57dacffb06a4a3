import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hardened } from '../audit/probes/git.ts';
import { isBelowRepository } from '../audit/probes/list.ts';

const limitMs = 5_000;

/** The commit of the platform's source, and whether its folder holds changes: `9d2c7be4 (clean)`. Undefined where there is no git or no repository. */
export async function commitOf(root: string): Promise<string | undefined> {
  try {
    if (process.env['GIT_DIR'] === undefined && !isBelowRepository(root)) return undefined;
    const { stdout } = await promisify(execFile)('git', [...hardened, '-C', root, 'status', '--porcelain=v2', '--branch', '--', '.'], { timeout: limitMs, maxBuffer: 16 * 1024 * 1024 });
    const lines = stdout.split('\n').filter(Boolean);
    const commit = /^# branch\.oid ([0-9a-f]{8})/m.exec(stdout)?.[1];
    return commit === undefined ? undefined : `${commit} (${lines.every((line) => line.startsWith('#')) ? 'clean' : 'changed'})`;
  } catch {
    return undefined;
  }
}
