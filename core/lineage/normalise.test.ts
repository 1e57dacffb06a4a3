import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../types.ts';
import { formsOf, normalForms } from './normalise.ts';
import { canonicalDecimal } from './numbers.ts';

const equal = (left: Json, right: Json): boolean => normalForms(left).some((form) => normalForms(right).includes(form));

describe('values are equal across the wire', () => {
  it.each<[string, Json, Json]>([
    ['a number and its text', 12.5, '12.5'],
    ['numeric scale', '12.50', 12.5],
    ['a numeric of scale 0', '1200', 1200],
    ['an exponent', '1.5e3', 1500],
    ['noise of binary arithmetic', 0.1 + 0.2, '0.3'],
    ['thousands', '1,234.50', 1234.5],
    ['thousands in German', '1.234,50 €', 1234.5],
    ['thousands in Swiss', "CHF 1'234.50", 1234.5],
    ['thousands with spaces', '1 234 567', 1234567],
    ['a currency before', '$48,312.50', '48312.5'],
    ['a currency code after', '99.90 EUR', 99.9],
    ['an accounting negative', '(12.00)', -12],
    ['a percentage', '94.5 %', 94.5],
    ['a percentage as a share', '94.5%', 0.945],
    ['an identifier beyond 2^53', '9007199254740993', '9007199254740993'],
    ['an identifier beyond 2^53 that a double rounded', '9007199254740993', 9007199254740992],
    ['PostgreSQL’s text of a time', '2026-02-03 08:14:22.123456+00', '2026-02-03T08:14:22.123Z'],
    ['a time with a zone', '2026-02-03T10:14:22+02:00', '2026-02-03T08:14:22.000Z'],
    ['a time without a zone', '2026-02-03 08:14:22', '2026-02-03T08:14:22Z'],
    ['seconds since the epoch', 1770106462, '2026-02-03T08:14:22Z'],
    ['milliseconds since the epoch', '1770106462000', '2026-02-03T08:14:22.000Z'],
    ['RFC 1123', 'Tue, 03 Feb 2026 08:14:22 GMT', '2026-02-03T08:14:22Z'],
    ['a day and its midnight', '2026-02-03', '2026-02-03T00:00:00.000Z'],
    ['a German day', '03.02.2026', '2026-02-03'],
    ['an American day', '2/3/2026', '2026-02-03'],
    ['an English day', '3 February 2026', '2026-02-03'],
    ['an American time', 'Feb 3, 2026, 8:14 AM', '2026-02-03T08:14:00Z'],
    ['uuids in another case', '5B0F8A52-3C1E-4D0A-9A6B-7C2F3D1E8A01', '5b0f8a523c1e4d0a9a6b7c2f3d1e8a01'],
    ['truth in PostgreSQL', 't', true],
    ['truth in MySQL', 0, false],
    ['truth in words', 'yes', true],
    ['case', 'HAFENWERK', 'Hafenwerk'],
    ['white space', '  Hafenwerk   Stralsund ', 'Hafenwerk Stralsund'],
    ['composition of accents', 'Zu\u0308rich', 'Zürich'],
    ['bytes in hexadecimal and base64', '\\x48656c6c6f20776f726c6421', 'SGVsbG8gd29ybGQh'],
    ['an interval and its seconds', '1 day 02:03:04', 93784],
    ['an interval and ISO 8601', '02:03:04', 'PT2H3M4S'],
    ['a JSON column', '{"city":"Kiel","zip":24103}', 'Kiel'],
  ])('%s', (_name, left, right) => {
    expect(equal(left, right)).toBe(true);
  });

  it.each<[string, Json, Json]>([
    ['two numbers', 12.5, 12.51],
    ['a day and another', '2026-02-03', '2026-02-04'],
    ['two texts', 'Hafenwerk', 'Hafenwerk Stralsund'],
    ['a plain decimal and a grouped one', '12.500', 12500],
    ['null and zero', null, 0],
    ['a date and a number that only looks alike', '2026', 20260101],
    ['two uuids', '5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01', '5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a02'],
  ])('%s are not', (_name, left, right) => {
    expect(equal(left, right)).toBe(false);
  });

  it('every finite number equals its own text, fixed or not', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => equal(value, String(value))));
    fc.assert(fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.integer({ min: 0, max: 6 }), (value, places) => equal(value / 100, (value / 100).toFixed(2 + places))));
    fc.assert(fc.property(fc.integer({ min: 1_000, max: 2_000_000_000 }), (value) => equal(value, value.toLocaleString('en-US')) && equal(value / 100, (value / 100).toLocaleString('de-DE', { minimumFractionDigits: 2 }))));
  });

  it('every moment equals itself in other spellings', () => {
    fc.assert(fc.property(fc.date({ min: new Date('2001-09-10'), max: new Date('2099-01-01'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString();
      return equal(iso, iso.replace('T', ' ').replace('Z', '+00')) && equal(iso, date.getTime()) && equal(`${iso.slice(0, 19)}Z`, date.toUTCString());
    }));
  });

  it('canonical decimals are one spelling for one value', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 12 }), (digits, places) => {
      const text = `${digits}e-${places}`;
      const once = canonicalDecimal(text);
      return once !== undefined && canonicalDecimal(once) === once && canonicalDecimal(`${once}${once.includes('.') ? '00' : '.0'}`) === once;
    }));
  });

  it('never throws and never gives an empty form', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => formsOf(text).every((form) => form.length > 2)));
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => normalForms(value as Json).every((form) => /^[scndDubix]:./su.test(form))));
  });
});
