import { HttpControl } from './http-control.ts';
import { HttpProxy } from './http-proxy.ts';
import { readHttpSettings } from './http-wire.ts';

/**
 * A tap before the APIs of other people, in a process of its own: a forward proxy (HTTP_PROXY, HTTPS_PROXY) and, with `upstream`, what a base URL points at. Started like the
 * taps before stores, with settings in `ASSAY_TAP` and the folder alone. It ends on SIGTERM or SIGINT.
 */
const settings = readHttpSettings(process.env['ASSAY_TAP']);
const proxy = new HttpProxy(settings);
const data = await proxy.listen();
const control = await new HttpControl(settings, proxy).listen();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    proxy.stop();
    setImmediate(() => process.exit(0));
  });
}
const behind = settings.upstream ? `${settings.upstream.host}:${settings.upstream.port}` : 'every host';
process.stdout.write(`assay tap: ${settings.store} (http) on ${data.host}:${data.port} before ${behind}, control on ${control.host}:${control.port}\n`);
