import type { Ports } from '../../../core/ports.ts';

const mostFiles = 80;
const requestLimitMs = 10_000;
/** Longer answers are cut by the HTTP port. */
const cutBytes = 1024 * 1024;

export interface PageFile {
  readonly url: string;
  readonly text: string;
  readonly cut: boolean;
}

/** A page and the scripts that it loads, those that scripts load included; foreign origins are not followed. */
export async function pageFiles(ports: Ports, origin: string, pages: readonly string[], signal: AbortSignal): Promise<readonly PageFile[]> {
  const files = new Map<string, PageFile>();
  const queue = pages.map((page) => new URL(page, origin).href);
  for (let url = queue.shift(); url !== undefined && files.size < mostFiles; url = queue.shift()) {
    if (files.has(url)) continue;
    const answer = await ports.http.request(url, { timeoutMs: requestLimitMs, signal });
    const type = answer.headers['content-type'] ?? '';
    const isPage = type.includes('html');
    // A server that answers its page for every unknown address says nothing about the script that was asked for.
    if (answer.status !== 200 || (isPage && !pages.some((page) => new URL(page, origin).href === url)) || !/html|javascript|ecmascript/.test(type)) {
      if (files.size === 0 && queue.length === 0 && answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
      continue;
    }
    files.set(url, { url, text: answer.body, cut: Buffer.byteLength(answer.body) >= cutBytes });
    queue.push(...linked(answer.body, url, isPage).filter((next) => next.startsWith(`${origin}/`) && !files.has(next)));
  }
  return [...files.values()];
}

function linked(body: string, base: string, isPage: boolean): readonly string[] {
  const patterns = isPage ? [/<script[^>]+src=["']?([^"'\s>]+)/gi, /<link[^>]+href=["']?([^"'\s>]+\.m?js[^"'\s>]*)/gi] : [/["'`]((?:\.{0,2}\/)?[\w@~./-]+\.m?js)["'`]/g];
  const found = patterns.flatMap((pattern) => [...body.matchAll(pattern)].map((match) => match[1] ?? ''));
  // Vite names its chunks from the root (`assets/x.js`), others from the file itself.
  return found.flatMap((path) => [new URL(path, base), ...(isPage || /^[./]/.test(path) ? [] : [new URL(`/${path}`, base)])].map((url) => url.href));
}
