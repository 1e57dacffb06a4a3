import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { lintSource as LintSource } from '@secretlint/core';
import type { rules as Rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { TokenHit } from '../helpers.ts';

type Rule = (typeof Rules)[number];

/**
 * Our own preset: secretlint's rules without those that others of ours judge by use and reach (addresses with a password), and without the one by which a comment of the
 * audited tree switches the search off. No configuration of that tree is ever loaded.
 */
const left = /-(basicauth|database-connection-string|filter-comments)$/;

/** The linter with our preset. It is loaded when the first file may hold a token, which most trees never have. */
const linter = async (): Promise<{ readonly lintSource: typeof LintSource; readonly preset: readonly { readonly id: string; readonly rule: Rule }[] }> => {
  const [{ lintSource }, { rules }] = await Promise.all([import('@secretlint/core'), import('@secretlint/secretlint-rule-preset-recommend')]);
  return { lintSource, preset: rules.filter((rule) => !left.test(rule.meta.id)).map((rule) => ({ id: rule.meta.id, rule })) };
};

/** What the preset looks for, by the short names of secretlint's rules. */
export async function presetIds(): Promise<readonly string[]> {
  return (await linter()).preset.map(({ id }) => id.replace(/^.*secretlint-rule-/, ''));
}

/** What every token of the preset holds, so that thousands of files without one need not be searched by each rule. Looser than the rules, never tighter; the tests hold one token of each. */
const mark = /PRIVATE KEY|private_key|(?:ACCESS|[Aa]ccess)_?(?:KEY|[Kk]ey)|x-oauth-basic|_authToken=|npm_\w{9}|xox[a-z]-|xapp-|hooks\.slack|sk-\w|gsk_|hf_[A-Za-z]{9}|lin_api|ntn_\d|SG\.\w|shp(?:pa|ca|at|ss)_|[sr]k_(?:live|test)_|gh[oprsu]_\w|github_pat|glpat-|glc_|glsa_|ops_ey|hv[bsr]\.|vc[aikpr]_\w|dapi[A-Fa-f0-9]{9}|dckr_pat|figd_|cf(?:k|ut|at)_|tskey-/;

export function mayHoldToken(text: string): boolean {
  return mark.test(text);
}

/** Tokens of providers and private keys in one text, well-formed and not plainly made up. The text is UTF-8. */
export async function tokensIn(path: string, text: string): Promise<readonly TokenHit[]> {
  const { lintSource, preset } = await linter();
  const { messages } = await lintSource({
    source: { content: text, filePath: path, ext: extname(path), contentType: 'text' },
    options: { noPhysicFilePath: true, maskSecrets: true, config: { rules: [...preset] } },
  });
  const seen = new Set<string>();
  return messages.flatMap(({ range, loc, message, ruleId }): TokenHit[] => {
    const token = text.slice(...range);
    const name = createHash('sha256').update(token).digest('hex').slice(0, 12);
    if (isMadeUp(token) || seen.has(`${name} ${loc.start.line}`)) return [];
    seen.add(`${name} ${loc.start.line}`);
    const kind = ruleId.endsWith('privatekey') ? 'private key' : /^[rs]k_test/.test(token) ? 'test token' : 'token';
    return [{ path, line: loc.start.line, endLine: loc.end.line, what: wordsOf(message), kind, name }];
  });
}

/** Names the preset by its content: what another one found, or did not find, is not taken from a cache. */
export function presetDigest(): string {
  return createHash('sha256').update(readFileSync(fileURLToPath(import.meta.resolve('@secretlint/secretlint-rule-preset-recommend')))).digest('hex');
}

function wordsOf(message: string): string {
  return (/^found (.{3,80}?)(?::\s|$)/i.exec(message)?.[1] ?? 'Secret').replace(/(\S)\(/, '$1 (');
}

const longText = 300;
const fewCharacters = 10;
const words = /example|sample|placeholder|dummy|fake|your|x{5}/i;

/** An example in the form of a token: words, few different characters, the alphabet or the digits in a row. */
function isMadeUp(token: string): boolean {
  const body = token.replace(/-----[A-Z ]+-----|\s|\\n/g, '');
  // In a long key such words stand by chance.
  return (body.length < longText && words.test(body)) || /(.)\1{6}/.test(body) || new Set(body).size < fewCharacters || inARow(body) >= 8;
}

/** The longest run of characters of which each is the next one of the alphabet. */
function inARow(text: string): number {
  let longest = 1;
  let run = 1;
  for (let at = 1; at < text.length; at++) {
    run = text.charCodeAt(at) === text.charCodeAt(at - 1) + 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
