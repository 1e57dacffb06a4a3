import { defineProbe } from '../../core/define.ts';
import { causeText, fault, FaultError } from '../../core/fault.ts';
import { buildVariables, type BuildVariables } from '../evidence/build.ts';
import { pageFiles, type PageFile } from './web/files.ts';
import { buildOf } from './web/given.ts';

const mostAddresses = 100;

/** Reads what the page's build was given, and looks for it in the files that the page really loads. */
export default defineProbe<BuildVariables>({
  id: 'build-variables',
  kind: buildVariables,
  access: 'observe',
  timeoutMs: 90_000,
  without: (platform) => (platform.web ? undefined : 'the configuration names no page (web)'),
  async collect(ports, signal) {
    const { web } = ports.platform;
    const origin = web && ports.stack.origin(web.service);
    if (!web || origin === undefined) throw new FaultError(fault('probe-failed', `the page’s service ${web?.service ?? ''} is not in the stack`));
    const { known, given, received } = await buildOf(ports, web.service);
    const read = await pageFiles(ports, origin, web.pages, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      return causeText(error);
    });
    const files: readonly PageFile[] = typeof read === 'string' ? [] : read;
    return {
      subject: web.service,
      body: {
        service: web.service, origin, known, ...(received && { received }), ...(typeof read === 'string' && { broke: read }),
        given: given.map((each) => ({ ...each, baked: files.some((file) => contains(file.text, each.value)) })),
        files: files.map(({ url, text, cut }) => ({ url, bytes: Buffer.byteLength(text), cut })),
        addresses: addressesIn(files),
      },
    };
  },
});

/** A slash at the end is often taken off when the page is built, and some bundlers escape slashes. */
function contains(text: string, value: string): boolean {
  const plain = value.replace(/\/+$/, '');
  return text.includes(plain) || text.includes(plain.replaceAll('/', '\\/'));
}

function addressesIn(files: readonly PageFile[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { text } of files) {
    for (const [address] of text.matchAll(/\b(?:https?|wss?):\/\/[a-z0-9.-]+(?::\d+)?/gi)) {
      if (address in counts || Object.keys(counts).length < mostAddresses) counts[address] = (counts[address] ?? 0) + 1;
    }
  }
  return counts;
}
