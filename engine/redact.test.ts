import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from './redact.ts';

describe('Redactor', () => {
  it('takes a known secret out wherever it stands, also as part of a longer text or encoded in a URL', () => {
    const redactor = new Redactor();
    redactor.learn('p@ss/word1');
    const clean = JSON.stringify(redactor.json({ dsn: 'postgres://a:p@ss/word1@db', url: `?p=${encodeURIComponent('p@ss/word1')}`, list: ['x p@ss/word1 y'], 'key p@ss/word1': 1 }));
    expect(clean).not.toContain('p@ss/word1');
    expect(clean).not.toContain(encodeURIComponent('p@ss/word1'));
  });

  it('leaves the same mark for the same secret, so that equality can still be judged, and another mark in another run', () => {
    const [one, other] = [new Redactor(), new Redactor()];
    for (const each of [one, other]) each.learn('correct horse');
    expect(one.text('a correct horse')).toBe(`a ${one.text('correct horse')}`);
    expect(one.text('correct horse')).not.toBe(other.text('correct horse'));
  });

  it('hides what stands under a secret’s name and tokens that nobody announced, not words about tokens', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    const clean = new Redactor().json({ password: 'abc', authorization: 'Bearer abcdefgh', token: 'jwt', note: `use ${token} please` });
    expect(clean).toMatchObject({ token: 'jwt' });
    expect(JSON.stringify(clean)).not.toMatch(/"abc"|abcdefgh|eyJhbGci/);
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.string({ minLength: 6 }), (value, secret) => {
      const redactor = new Redactor();
      redactor.learn(secret);
      const once = redactor.json(value as never);
      expect(redactor.json(once)).toEqual(once);
    }));
  });
});
