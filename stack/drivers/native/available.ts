import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { StoreKind } from '../../../core/types.ts';
import { run } from '../../exec.ts';
import { installHint, thisManager } from '../../packages.ts';

const askMs = 20_000;

/** Why a store of that kind cannot be had on this machine, with the command that changes it; undefined when it can. */
export async function lackingStore(kind: StoreKind): Promise<string | undefined> {
  if (kind === 'redis') return onPath('redis-server') ? undefined : `redis-server is not installed; ${installHint('redis-server', thisManager())}`;
  if (kind === 'neo4j') {
    const java = await javaMajor();
    if (java === undefined || java < 17) return `Neo4j needs a JDK of version 17 or newer${java === undefined ? '' : ` (there is ${java})`}; ${installHint('jdk', thisManager())}`;
    if (!onPath('mvn')) return `Neo4j is fetched by Maven, which is not installed; ${installHint('maven', thisManager())}`;
  }
  return undefined;
}

export function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The version of `java` on the path, or undefined. */
export async function javaMajor(): Promise<number | undefined> {
  const ran = await run('java', ['-version'], { timeoutMs: askMs });
  const found = /version "(\d+)(?:\.(\d+))?/.exec(ran.stderr + ran.stdout);
  return ran.code === 0 && found ? (found[1] === '1' ? Number(found[2]) : Number(found[1])) : undefined;
}
