import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The folder that holds the families: the clone, or `dist` in the published package. */
export const home = dirname(here);

/** The version in package.json. */
export const version: string = (JSON.parse(readFileSync(packagePath(), 'utf8')) as { readonly version: string }).version;

function packagePath(): string {
  const beside = join(home, 'package.json');
  return existsSync(beside) ? beside : join(dirname(home), 'package.json');
}

/** Whether this is the clone (TypeScript) and not the published package (JavaScript). */
export const inClone = import.meta.url.endsWith('.ts');

/**
 * Lets a platform's files import 'assay' and get the very assay that runs them, also when it is not installed beside them: two copies
 * would not recognise each other's errors.
 */
export function resolveOurselves(): void {
  const index = new URL(inClone ? '../index.ts' : '../index.js', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'assay' ? { url: index, shortCircuit: true, format: inClone ? 'module-typescript' : 'module' } : next(specifier, context)),
  });
}
