import { describe, expect, it } from 'vitest';
import { carrying, cookiesAfter, givenToken, loginRequest, tokenIn, withOther, type Login } from './session.ts';

const login = (more: Partial<Login>): Login => ({ method: 'POST', path: '/login', roles: { user: { username: 'a', password: 'b c' } }, ...more });

describe('a sign-in', () => {
  it.each<[string, Partial<Login>, string, string]>([
    ['JSON where nothing is said', { tokenPath: 'token' }, 'application/json', '{"username":"a","password":"b c"}'],
    ['a form, as OAuth 2 wants it', { tokenPath: 'token', as: 'form' }, 'application/x-www-form-urlencoded', 'username=a&password=b+c'],
  ])('sends %s', (_name, more, type, body) => {
    const { init } = loginRequest('http://a', login(more), 'user');
    expect([init.headers['content-type'], init.body]).toEqual([type, body]);
  });

  it('gives the cookies that a visitor has, and the one against forgery in a header', () => {
    expect(loginRequest('http://a', login({}), 'user', 'csrftoken=x%3D').init.headers).toMatchObject({ cookie: 'csrftoken=x%3D', 'x-csrftoken': 'x=', 'x-xsrf-token': 'x=' });
  });

  it('takes the session from the cookies where no place of a token is named', () => {
    const token = tokenIn({ status: 302, body: '', cookies: ['sessionid=s1; HttpOnly; Path=/', 'csrftoken=c1; Path=/'] }, login({}));
    expect(token).toBe('sessionid=s1; csrftoken=c1');
    expect(carrying(login({}), token)).toMatchObject({ cookie: token, 'x-csrftoken': 'c1' });
    expect(withOther(login({}), token, () => 'no')).toBe('sessionid=no; csrftoken=no');
  });

  it.each<[string, Parameters<typeof tokenIn>[0], string]>([
    ['a refusal', { status: 401, body: '', cookies: ['sessionid=s'] }, ''],
    ['the page again, with a cookie against forgery alone', { status: 200, body: '', cookies: ['csrftoken=c'] }, ''],
    ['a cookie that the visitor had', { status: 200, body: '', cookies: ['visitor=v'] }, 'visitor=v'],
    ['a cookie that is taken away', { status: 200, body: '', cookies: ['sessionid=; Max-Age=0'] }, 'sessionid=old'],
  ])('is not seen in %s', (_name, answer, before) => {
    expect(() => tokenIn(answer, login({}), before)).toThrow(/login-failed|answered/);
  });
});

it('takes a key that is given, and sends it in the header that is named', () => {
  const { path: _path, ...given } = login({ header: 'X-API-Key: ${token}', roles: { user: { token: 'k' } } });
  expect(givenToken(given, 'user')).toBe('k');
  expect(carrying(given, 'k')).toEqual({ 'x-api-key': 'k' });
  expect(carrying(login({ tokenPath: 't' }), 'k')).toEqual({ authorization: 'Bearer k' });
});

it('keeps the cookies that an answer does not touch', () => {
  expect(cookiesAfter('a=1; b=2', { cookies: ['b=3; Path=/', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'c=4'] })).toBe('b=3; c=4');
});
