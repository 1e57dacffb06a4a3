import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fault, FaultError } from '../../../core/fault.ts';
import type { BootRequest } from '../../driver.ts';
import { hostEnvironment, run, tellingLine } from '../../exec.ts';
import type { Journal } from '../../journal.ts';
import { tapFile, tapFolder } from '../tap.ts';
import type { Docker } from './engine.ts';
import { engineAddress, label } from './engine.ts';

const usualBase = 'node:24-bookworm-slim';
/** Says what the files are, since the package's own file does not come along; and what the base must be, before anything is booted. */
const prepare = 'if (parseInt(process.versions.node) < 24) throw new Error("it has Node " + process.versions.node); require("fs").writeFileSync("package.json", "{\\"type\\":\\"module\\"}")';
/** Copying a few files takes seconds; the rest is for an engine that has to pull the base first. */
const buildMs = 180_000;
/** An image of another version of the tap may still be wanted by a run that has only just built it. */
const spareMs = 60 * 60_000;

/** The image of the tap's program, named by what is in it: built when it is not there, which is once for a version of assay. Throws `boot-failed`. */
export async function tapImage(docker: Docker, request: Pick<BootRequest, 'tapImage' | 'deadlineMs'>, journal: Journal, signal: AbortSignal): Promise<string> {
  const base = request.tapImage ?? usualBase;
  const dockerfile = `FROM ${base}\nWORKDIR /tap\nRUN ${JSON.stringify(['node', '-e', prepare])}\nCOPY . .\nENTRYPOINT ["node", "/tap/${tapFile}"]\n`;
  const image = `assay/tap:${digestOf(dockerfile)}`;
  if (await docker.getImage(image).inspect().then(() => true, () => false)) return image;
  const ran = await run('docker', ['build', '--quiet', '--label', `${label.tapFolder}=${tapFolder}`, '-t', image, '-f', '-', tapFolder], {
    // The engine's own builder, whichever the user has chosen: another one would keep the image to itself.
    env: hostEnvironment({ ...engineAddress(docker), BUILDX_BUILDER: 'default' }), input: dockerfile, signal, timeoutMs: Math.min(buildMs, request.deadlineMs), ...journal.tracked('build of the taps’ image'),
  });
  if (signal.aborted) throw new FaultError(fault('interrupted', 'The boot was cancelled while the image of the taps was built.'));
  if (ran.code !== 0) {
    throw new FaultError(fault('boot-failed', `The image of the taps could not be built from ${base}: ${tellingLine((ran.stderr + ran.stdout).replace(/^(Step|#\d+) .*$/gm, ''))}`, {
      fix: 'Pull that image, or name one with Node 24 under stack.tapImage in the configuration.', cause: ran.stderr.trim().split('\n').slice(-10).join('\n'),
    }));
  }
  await dropOld(docker, image);
  return image;
}

/** Images of this installation's earlier taps; one that is in use stays. */
async function dropOld(docker: Docker, image: string): Promise<void> {
  const found = await docker.listImages({ filters: { label: [`${label.tapFolder}=${tapFolder}`] } });
  const old = found.filter((each) => !(each.RepoTags ?? []).includes(image) && Date.now() - each.Created * 1000 > spareMs);
  await Promise.all(old.map((each) => docker.getImage(each.Id).remove().catch(() => undefined)));
}

function digestOf(dockerfile: string): string {
  const hash = createHash('sha256').update(dockerfile);
  const files = readdirSync(tapFolder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile() && !/\.test\.[jt]s$|\.d\.ts$/.test(each.name)).map((each) => join(each.parentPath, each.name)).sort();
  for (const file of files) hash.update(`\0${file.slice(tapFolder.length)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
