import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openTap, type TapHandle } from '../stack/taps/client.ts';
import type { TapKind } from '../core/types.ts';

export interface TestTap {
  readonly tap: TapHandle;
  readonly host: string;
  readonly port: number;
  readonly control: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const main = fileURLToPath(new URL('../stack/taps/main.ts', import.meta.url));
export const tapToken = 'token-for-a-test';

/** A tap as a driver starts it, before a store of this machine. `file` runs another copy of it, `leaseMs` shortens its lease. */
export async function startTap(kind: TapKind, upstream: { readonly host: string; readonly port: number; readonly secure?: boolean }, { file = main, leaseMs = 10_000, env = {} as Readonly<Record<string, string>> } = {}): Promise<TestTap> {
  const anyPort = { host: '127.0.0.1', port: 0 };
  const settings = { store: kind, kind, listen: anyPort, upstream: { host: upstream.host, port: upstream.port, secure: upstream.secure === true }, control: anyPort, token: tapToken, leaseMs };
  const child = spawn(process.execPath, [file], { env: { ...env, ASSAY_TAP: JSON.stringify(settings) }, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line') as Promise<[string]>, exit.then(() => Promise.reject(new Error('the tap ended before it listened')))]);
  const port = Number(/ on [^ ]*:(\d+) before/.exec(line)?.[1]);
  const control = Number(/control on [^ ]*:(\d+)$/.exec(line)?.[1]);
  const tap = openTap({ store: kind, kind, control: { host: '127.0.0.1', port: control }, token: tapToken, data: { host: '127.0.0.1', port } });
  return {
    tap, host: '127.0.0.1', port, control, pid: child.pid!,
    stop: async () => {
      tap.close();
      child.kill('SIGTERM');
      await exit;
    },
  };
}
