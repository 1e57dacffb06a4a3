import { readFile } from 'node:fs/promises';
import { resolve, relative } from 'node:path';
import { parse } from 'yaml';
import { causeText } from '../../../core/fault.ts';
import type { Ports } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';

/** What declares the endpoints: a document that was read, one that could not be, or the configuration alone. */
export interface Document {
  readonly source: string;
  readonly document?: Json;
  readonly unreadable?: string;
}

/** Many platforms make it when it is first asked for. */
const requestLimitMs = 60_000;
/** Those of hundreds of endpoints have several megabytes. */
const largestBytes = 16 * 1024 * 1024;

/** Reads the OpenAPI document that the configuration names: from the running service when it starts with a slash, else from the platform's folder. */
export async function readDocument(ports: Ports, openapi: string, origin: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Document> {
  try {
    const text = openapi.startsWith('/') ? await asked(ports, origin + openapi, headers, signal) : await readFile(inside(ports.platform.root, openapi), 'utf8');
    const document: unknown = text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { maxAliasCount: 1_000 });
    if (document === null || typeof document !== 'object' || !('paths' in document)) return { source: openapi, unreadable: 'it is not an OpenAPI document: it has no paths' };
    // Through JSON once, so that what YAML alone can hold (dates, sharing) is gone before it is sealed.
    return { source: openapi, document: JSON.parse(JSON.stringify(document)) as Json };
  } catch (error) {
    signal.throwIfAborted();
    return { source: openapi, unreadable: causeText(error) };
  }
}

async function asked(ports: Ports, url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string> {
  const answer = await ports.http.request(url, { headers: { accept: 'application/json, application/yaml', ...headers }, timeoutMs: requestLimitMs, largestBytes, signal });
  if (answer.status !== 200) throw new Error(`${new URL(url).pathname} answered ${answer.status}`);
  return answer.body;
}

function inside(root: string, file: string): string {
  const path = resolve(root, file);
  if (relative(root, path).startsWith('..')) throw new Error(`${file} is outside the platform’s folder`);
  return path;
}
