import { basename } from 'node:path';
import type { StoreRequest, StoreStart } from './store.ts';

/** Options whose value belongs to the container: where it listens, where its files lie. */
const ours = ['--port', '--bind', '--dir', '--daemonize', '--logfile', '--pidfile', '--unixsocket', '--protected-mode', '--include', '--aclfile', '--loadmodule', '--tls-port'];

/** `redis-server` of the system, with the options of the compose file's command, on its own port and folder. */
export function prepareRedis(request: StoreRequest): Promise<StoreStart> {
  const options = groups(request.words).filter(([name]) => name !== undefined && !ours.includes(name));
  const password = request.address.password !== '' && !options.some(([name]) => name === '--requirepass') ? ['--requirepass', request.address.password] : [];
  return Promise.resolve({
    command: [
      'redis-server', '--port', String(request.address.port), '--bind', '127.0.0.1', '--dir', request.folder, '--daemonize', 'no', ...password, ...options.flat(),
      // Without a rule of its own the container's throw-away volume would take snapshots; here they would only cost, unless it is to be started again.
      ...(request.lasting || options.some(([name]) => name === '--save') ? [] : ['--save', '']),
    ],
    env: {}, stopSignal: 'SIGTERM', endSignal: 'SIGTERM',
  });
}

/** `redis-server --save 60 1 --appendonly yes` → one group for each option. Words before the first option are the program and a file of the container. */
function groups(words: readonly string[]): readonly (readonly string[])[] {
  const start = words.findIndex((word) => basename(word) === 'redis-server');
  const options: string[][] = [];
  for (const word of words.slice(start + 1)) {
    if (word.startsWith('--')) options.push([word]);
    else options.at(-1)?.push(word);
  }
  return options;
}
