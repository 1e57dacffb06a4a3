import { expect, it } from 'vitest';
import { isSigned, testToken } from '../../../test/websocket.ts';
import { byKnownKeys, byOtherKey, isJwt, unsigned } from './forge.ts';

const payload = (token: string) => token.split('.')[1];

it('makes false tokens with the same claims, which an honest server refuses', () => {
  const token = testToken();
  expect([isJwt(token), isSigned(token)]).toEqual([true, true]);
  const forged = [byOtherKey(token), unsigned(token) ?? '', ...byKnownKeys(token)];
  expect(forged.length).toBeGreaterThan(20);
  for (const each of forged) {
    expect(payload(each)).toBe(payload(token));
    expect(isSigned(each)).toBe(false);
  }
  expect(JSON.parse(Buffer.from(unsigned(token)?.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ alg: 'none' });
});

it('changes every character of an opaque token and forges nothing else', () => {
  expect([isJwt('s3ss10n-abc'), unsigned('s3ss10n-abc'), byKnownKeys('s3ss10n-abc')]).toEqual([false, undefined, []]);
  expect(byOtherKey('s3ss10n-abc')).toBe('t4tt21o-bcd');
});

it('does not sign where the platform uses a key pair', () => {
  const token = [{ alg: 'RS256' }, { sub: '1' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const whole = `${token}.${Buffer.alloc(256, 1).toString('base64url')}`;
  expect(byKnownKeys(whole)).toEqual([]);
  expect(Buffer.from(byOtherKey(whole).split('.')[2] ?? '', 'base64url')).toHaveLength(256);
});
