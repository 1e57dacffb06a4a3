import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { extname, join, posix, relative } from 'node:path';

/** One text of the platform's source. `path` is relative to the platform, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}
export interface Tree {
  readonly files: readonly SourceFile[];
  /** Language → number of files, most first. */
  readonly languages: readonly (readonly [string, number])[];
  /** OpenAPI documents among the files. */
  readonly documents: readonly string[];
  /** Set when the tree is larger than what was looked at. */
  readonly cut: boolean;
}

const mostFiles = 4_000;
const mostFolders = 2_000;
const mostBytes = 512 * 1024;
const skipped = /^(\..+|node_modules|dist|build|out|coverage|vendor|target|venv|env|__pycache__|site-packages|test|tests|__tests__|e2e|docs?|examples?|fixtures?)$/;
const languageOf: Readonly<Record<string, string>> = {
  '.ts': 'TypeScript', '.tsx': 'TypeScript', '.mts': 'TypeScript', '.cts': 'TypeScript', '.js': 'JavaScript', '.jsx': 'JavaScript', '.mjs': 'JavaScript', '.cjs': 'JavaScript',
  '.vue': 'Vue', '.svelte': 'Svelte', '.py': 'Python', '.go': 'Go', '.rs': 'Rust', '.java': 'Java', '.kt': 'Kotlin', '.cs': 'C#', '.rb': 'Ruby', '.php': 'PHP',
};
const document = /(^|[\w-])(openapi|swagger)[\w.-]*\.(json|ya?ml)$/i;

/** Reads the platform's source, breadth first, so that what is cut off in a huge tree is what lies deepest. Links are not followed. */
export function readTree(root: string): Tree {
  const files: SourceFile[] = [];
  const documents: string[] = [];
  const languages = new Map<string, number>();
  const folders = [root];
  let cut = false;
  for (let at = 0; at < folders.length; at++) {
    if (at >= mostFolders || files.length >= mostFiles) {
      cut = true;
      break;
    }
    for (const name of entries(folders[at] ?? root)) {
      const path = join(folders[at] ?? root, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() && !skipped.test(name)) folders.push(path);
      if (!stat?.isFile()) continue;
      const uri = relative(root, path).replaceAll('\\', '/');
      const language = languageOf[extname(name)];
      if (document.test(name) && /["']?(openapi|swagger)["']?\s*:/.test(head(path))) documents.push(uri);
      if (language === undefined || /\.(test|spec|d)\.\w+$/.test(name)) continue;
      languages.set(language, (languages.get(language) ?? 0) + 1);
      if (stat.size <= mostBytes) files.push({ path: uri, text: readFileSync(path, 'utf8') });
    }
  }
  return { files, documents: documents.sort((a, b) => a.length - b.length), languages: [...languages].sort((a, b) => b[1] - a[1]), cut };
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function head(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4096);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)).toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** Whether a file lies in one of the folders; `.` is all of them. */
export function inside(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => folder === '.' || path === folder || path.startsWith(`${folder}/`));
}

/** The file with those that it imports by relative paths, and those that they import. */
export function importedFrom(entry: string, files: readonly SourceFile[]): readonly SourceFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = new Map<string, SourceFile>();
  for (const queue = [entry]; queue.length > 0;) {
    const file = byPath.get(queue.pop() ?? '');
    if (!file || found.has(file.path)) continue;
    found.set(file.path, file);
    for (const [, name = ''] of file.text.matchAll(/(?:from|import|require\()\s*['"](\.{1,2}\/[^'"]+)['"]/g)) {
      const base = posix.join(posix.dirname(file.path), name);
      const path = [base, ...['.ts', '.tsx', '.js', '.mjs', '/index.ts', '/index.js'].map((end) => base + end), base.replace(/\.js$/, '.ts')].find((each) => byPath.has(each));
      if (path !== undefined) queue.push(path);
    }
  }
  return [...found.values()];
}
