import { fold } from './normalise.ts';

/** The forms of a company, and how they are written differently. Longer ones first. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bgmbh (and|&) co\.? kg$/, 'gmbh & co kg'],
  [/\b(gmbh|mbh)$/, 'gmbh'],
  [/\b(limited|ltd)$/, 'ltd'],
  [/\b(a\/s|as)$/, 'as'],
  [/\b(ag|eg|kg|ohg|se|plc|llc|inc|bv|sa|srl|spa|oy|ab)$/, ''],
];

export interface CompanyName {
  /** What stays the same however somebody writes the name. */
  readonly key: string;
  /** Undefined when the name has none. */
  readonly form: string | undefined;
}

export function companyName(name: string): CompanyName {
  const plain = fold(name)
    .replace(/[.,]+(?=\s|$)/g, '')
    .replace(/\s*&\s*/g, ' and ')
    .replace(/\s+/g, ' ')
    .trim();
  for (const [pattern, written] of FORMS) {
    const found = plain.match(pattern);
    if (found !== null && found.index !== undefined && found.index > 0) {
      return { key: keyOf(plain.slice(0, found.index)), form: written === '' ? found[0] : written };
    }
  }
  return { key: keyOf(plain), form: undefined };
}

// "Grünwald" is also written "Gruenwald" and, by those without an umlaut, "Grunwald": all three have the same key.
const keyOf = (name: string): string => name.replace(/([aou])e/g, '$1').replace(/[^\p{L}\d]/gu, '');

/** Two names are one company when they are alike and their forms do not contradict each other. */
export function isSameCompany(left: CompanyName, right: CompanyName): boolean {
  return (
    left.key === right.key &&
    (left.form === undefined || right.form === undefined || left.form === right.form)
  );
}
