import { passOn } from './also.ts';
import { Control } from './control.ts';
import { HttpProxy } from './http-proxy.ts';
import { protocolOf } from './protocols.ts';
import { Proxy } from './proxy.ts';
import { Recorder } from './recorder.ts';
import { readSettings, type Settings } from './settings.ts';

/**
 * A tap: a proxy before one store or one third party, in a process of its own. This folder alone is all it needs beside Node: nothing in here but client.ts and its parts
 * may import a value from elsewhere. It ends on SIGTERM or SIGINT.
 */
const settings = readSettings(process.env['ASSAY_TAP']);
const proxy = settings.kind === 'http' ? new HttpProxy(settings) : await beforeStore(settings);
const data = await proxy.listen();
const control = await new Control(settings, proxy).listen();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    proxy.stop();
    // Resets have been written to the kernel by then; nothing else is worth waiting for.
    setImmediate(() => process.exit(0));
  });
}
process.stdout.write(`assay tap: ${settings.store} (${settings.kind}) on ${data.host}:${data.port} before ${settings.upstream.host}:${settings.upstream.port}, control on ${control.host}:${control.port}\n`);

async function beforeStore(of: Settings): Promise<Proxy> {
  const { impostor } = await protocolOf(of.kind);
  for (const port of of.also ?? []) passOn(port, of.listen, of.upstream);
  return new Proxy(of, impostor, new Recorder(of.kind));
}
