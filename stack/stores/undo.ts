import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from '../../core/types.ts';
import type { StoreAddress } from '../driver.ts';

/** Lines that are written at once. */
const chunkLines = 1_000;

/** The undo of one store's snapshot on disk: what was there, and what was touched since. Complete or absent, also after SIGKILL. */
export interface Undo {
  readonly header: Readonly<Record<string, Json>>;
  readonly lines: readonly Json[];
  readonly touched: readonly Json[];
}

/** A store, and the folder of this machine that holds its undo. */
export interface Place {
  readonly address: StoreAddress;
  readonly folder: string;
}

/** Where the undo of a store lies: one file for each address. */
export function undoPath({ folder, address: { kind, host, port, database } }: Place): string {
  const name = createHash('sha256').update(`${kind} ${host} ${port} ${database}`).digest('hex').slice(0, 16);
  return join(folder, `${kind}-${name}.ndjson`);
}

/** Writes a new undo; it replaces the one before only when it is whole and on disk. */
export async function writeUndo(path: string, header: Readonly<Record<string, Json>>, lines: readonly Json[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(touchedPath(path), { force: true });
  await synced(`${path}.new`, 'w', async (file) => {
    await file.write(`${JSON.stringify(header)}\n`);
    for (let start = 0; start < lines.length; start += chunkLines) await file.write(lines.slice(start, start + chunkLines).map((line) => `${JSON.stringify(line)}\n`).join(''));
  });
  await rename(`${path}.new`, path);
}

/** Notes what is about to be changed, on disk before it is. */
export async function noteTouched(path: string, lines: readonly Json[]): Promise<void> {
  if (lines.length === 0) return;
  await synced(touchedPath(path), 'a', (file) => file.write(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
}

export async function readUndo(path: string): Promise<Undo | undefined> {
  const [header, ...lines] = await linesOf(path);
  if (header === undefined) return undefined;
  return { header: header as Readonly<Record<string, Json>>, lines, touched: await linesOf(touchedPath(path)) };
}

export async function removeUndo(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(touchedPath(path), { force: true });
}

function touchedPath(path: string): string {
  return `${path}.touched`;
}

/** The last line of a file that a killed process was writing may be cut; what it was about had not happened yet. */
async function linesOf(path: string): Promise<readonly Json[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Json);
}

async function synced(path: string, flags: 'a' | 'w', write: (file: FileHandle) => Promise<unknown>): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
