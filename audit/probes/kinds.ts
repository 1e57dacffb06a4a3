import type { ConfigFact } from '../facts.ts';

/** Files that are read for facts. Kept apart from the readers, so that listing a tree does not load a compiler. */
export const sourceFile = /\.([cm]?[jt]sx?|pyi?)$/;
export const pythonFile = /\.pyi?$/;

/** Files beside the code that say what starts, the first that fits. */
const configFiles: readonly (readonly [ConfigFact['kind'], RegExp])[] = [
  ['package', /(^|\/)package\.json$/],
  ['tsconfig', /(^|\/)tsconfig(\.\w+)?\.json$|(^|\/)jsconfig\.json$/],
  ['dockerfile', /(^|\/)(Dockerfile|Containerfile)(\.[\w.-]+)?$|\.dockerfile$/i],
  ['compose', /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/],
  ['env', /(^|\/)(\.env|[\w-]+\.env)(\.(example|sample|template|dist|defaults?|production))?$|(^|\/)(env|dotenv)[._-](example|sample|template)$/],
  ['workspace', /(^|\/)pnpm-workspace\.yaml$/],
  ['html', /\.html?$/],
  ['component', /\.(vue|svelte|astro)$/],
  ['python-project', /(^|\/)Procfile$|(^|\/)(pyproject\.toml|setup\.cfg|render\.yaml|fly\.toml|vercel\.json|serverless\.ya?ml)$/],
];

export function configKind(path: string): ConfigFact['kind'] | undefined {
  return configFiles.find(([, pattern]) => pattern.test(path))?.[0];
}

export function isConfigFile(path: string): boolean {
  return configKind(path) !== undefined;
}
