import { run } from './exec.ts';

const versionMs = 10_000;
let known: Promise<string | undefined> | undefined;

/** The version of Compose v2 behind `docker compose`, or undefined where there is none. Asked once a process. */
export function composeCli(): Promise<string | undefined> {
  known ??= run('docker', ['compose', 'version', '--short'], { timeoutMs: versionMs })
    .then((ran) => (ran.code === 0 ? ran.stdout.trim() : undefined));
  return known;
}
