/** Hides what may be a credential in a text: passwords in addresses, long tokens, private keys. The same text always gives the same mask. */
export function maskText(text: string): string {
  return text
    .replace(/:\/\/([^\s/:@'"`]*):([^\s/@'"`]+)@/g, '://$1:***@')
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '-----BEGIN PRIVATE KEY-----***')
    .replace(/\b(?:sk|rk|pk|ghp|gho|ghs|xox[bap]|glpat|AKIA|AIza|eyJ)[-_A-Za-z0-9.]{12,}/g, (token) => `${token.slice(0, 4)}***`)
    .replace(/\b[A-Za-z0-9+/_-]{32,}={0,2}/g, (token) => (/\d/.test(token) && /[A-Za-z]/.test(token) && !/[/_-].*[/_-].*[/_-]/.test(token) ? `${token.slice(0, 3)}***` : token));
}

const secretName = /(pass(word|wd|phrase)?|secret|token|api_?key|private_?key|credential|auth_?key|access_?key)/i;

/** One line of an excerpt: literals bound to secret-like names are hidden too. */
export function maskLine(line: string): string {
  const masked = maskText(line);
  if (!secretName.test(masked)) return masked;
  return masked.replace(/(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g, (whole, quote: string, inside: string) => (looksSecret(inside) ? `${quote}***${quote}` : whole));
}

/** A literal on a secret's line is hidden unless it is plainly a name, a path, an address or words. */
function looksSecret(inside: string): boolean {
  if (inside.length < 4 || /^[A-Z][A-Z0-9_]*$/.test(inside) || inside.includes(' ') || /^[./@]/.test(inside) || inside.includes('://') || inside.includes('${')) return false;
  return /\d/.test(inside) || secretName.test(inside) || inside.length >= 8;
}
