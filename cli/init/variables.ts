import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isScalar, parseDocument, visit } from 'yaml';
import { interpolate } from '../../stack/model/interpolate.ts';

/** A variable that the compose file cannot do without. */
export interface Variable {
  readonly name: string;
  readonly value: string | { readonly secret: number };
  /** Set when the value is only a placeholder: what is asked of the reader. */
  readonly ask?: string;
}

const secretName = /(PASS(WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|CREDENTIALS?|SALT|(^|_)KEY|_AUTH)(_|$)/i;
const examples = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example'];
const secretLength = 24;
/** Many servers refuse a shorter key for signing. */
const signingLength = 48;

/** Every variable without a value of its own in the compose file. Secrets are made by assay; others have the value of the example file, or a placeholder that says so. */
export function requiredVariables(composeFile: string, root: string): readonly Variable[] {
  const given = exampleValues(root);
  let ports = 18_080;
  return namesIn(readFileSync(composeFile, 'utf8')).map((name): Variable => {
    if (secretName.test(name)) return { name, value: { secret: /JWT|SIGN|SESSION|ENCRYPT|SECRET_KEY/i.test(name) ? signingLength : secretLength } };
    const example = given.get(name);
    if (example !== undefined && example !== '') return { name, value: example };
    return { name, value: placeholder(name, () => String(ports++)), ask: 'a placeholder: give the value that your platform expects' };
  });
}

/** The project's own name, where the file gives it and it holds no variable. */
export function composeName(composeFile: string): string | undefined {
  const name = parseDocument(readFileSync(composeFile, 'utf8')).get('name');
  return typeof name === 'string' && name !== '' && !name.includes('$') ? name : undefined;
}

function namesIn(text: string): readonly string[] {
  const names = new Set<string>();
  visit(parseDocument(text, { merge: true }), {
    Scalar(key, node) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string' || !node.value.includes('$')) return;
      for (const { name } of interpolate(node.value, {}).missing) names.add(name);
      for (const [, dollars, braced, plain] of node.value.matchAll(/(\$\$)|\$\{(\w+)\}|\$([A-Za-z_]\w*)/g)) if (dollars === undefined) names.add(braced ?? plain ?? '');
    },
  });
  names.delete('');
  return [...names];
}

function exampleValues(root: string): ReadonlyMap<string, string> {
  const file = examples.map((name) => join(root, name)).find(existsSync);
  if (file === undefined) return new Map();
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).map((line) => /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line));
  return new Map(lines.flatMap((found) => (found ? [[found[1] ?? '', (found[2] ?? '').replace(/^(["'])(.*)\1$/, '$2').replace(/\s+#.*$/, '')]] : [])));
}

function placeholder(name: string, nextPort: () => string): string {
  if (/E?MAIL/i.test(name)) return `${name.split('_')[0]?.toLowerCase() ?? 'someone'}@example.com`;
  if (/PORT$/i.test(name)) return nextPort();
  if (/(URL|ORIGIN|URI)$/i.test(name)) return 'https://example.com';
  if (/HOST(NAME)?$|DOMAIN$/i.test(name)) return 'example.com';
  if (/(USER(NAME)?|NAME|DB|DATABASE)$/i.test(name)) return 'app';
  return 'placeholder';
}
