import { matchesGlob } from 'node:path';
import { isIn } from '../../core/address.ts';
import type { Platform } from '../../core/ports.ts';
import type { SkippedFile } from '../facts.ts';
import { listFiles } from './list.ts';

interface PlatformFiles {
  readonly paths: readonly string[];
  readonly skipped: readonly SkippedFile[];
}

const underWay = new WeakMap<object, Promise<PlatformFiles>>();

/** The files of a platform that its configuration does not leave out. Probes that ask at the same time share one look. */
export function listingOf(platform: Pick<Platform, 'root' | 'source'>, signal: AbortSignal): Promise<PlatformFiles> {
  const known = underWay.get(platform);
  if (known) return known;
  const looking = look(platform, signal).finally(() => underWay.delete(platform));
  underWay.set(platform, looking);
  return looking;
}

async function look({ root, source }: Pick<Platform, 'root' | 'source'>, signal: AbortSignal): Promise<PlatformFiles> {
  const { paths, skipped } = await listFiles(root, signal);
  return { paths: paths.filter((path) => (source.include.length === 0 || fits(path, source.include)) && !fits(path, source.exclude)), skipped };
}

function fits(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => isIn(pattern, path) || matchesGlob(path, pattern));
}
