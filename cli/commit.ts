import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const limitMs = 5_000;

/** The commit of the platform's source, and whether its folder holds changes: `9d2c7be4 (clean)`. Undefined where there is no git or no repository. */
export async function commitOf(root: string): Promise<string | undefined> {
  const git = async (...args: readonly string[]): Promise<string> => (await promisify(execFile)('git', ['-C', root, ...args], { timeout: limitMs, maxBuffer: 16 * 1024 * 1024 })).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([git('rev-parse', '--short=8', 'HEAD'), git('status', '--porcelain', '--', '.')]);
    return `${commit} (${changes === '' ? 'clean' : 'changed'})`;
  } catch {
    return undefined;
  }
}
