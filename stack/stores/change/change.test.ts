import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShakePart } from '../../../core/ports.ts';
import { change, decide, others } from './column.ts';
import { moveInterval, moveMoments, moveTime, readMoment } from './date.ts';
import { changeJson } from './json.ts';
import { changeNumber, mostOf } from './number.ts';
import { changeText, sameForm, shapeOf } from './text.ts';
import type { Turn } from './turn.ts';

const now = Date.UTC(2026, 5, 1);
const every: readonly ShakePart[] = ['numbers', 'dates', 'text', 'choices'];
const turnOf = (row = 0, parts: readonly ShakePart[] = every): Turn => ({ row, column: 1, nonce: 'qz7', now, parts: new Set(parts) });
const rows = fc.nat({ max: 100_000 }).map((row) => turnOf(row));

describe('numbers', () => {
  const decimals = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 6 }), fc.boolean()).map(([size, scale, minus]) => {
    const digits = size.toString().padStart(scale + 1, '0');
    return `${minus && size > 0n ? '-' : ''}${scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`}`;
  });

  it('become others of the same sign and the same count of decimals, never zero', () => {
    fc.assert(fc.property(decimals, rows, (text, turn) => {
      const made = changeNumber(text, turn);
      expect(made).toBeDefined();
      expect(Number(made)).not.toBe(0);
      expect(made).not.toBe(text);
      expect(made?.startsWith('-')).toBe(text.startsWith('-'));
      expect(made?.split('.')[1]?.length).toBe(text.split('.')[1]?.length);
    }));
  });

  it('stay within the type', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 32_767 }), rows, (value, turn) => {
      expect(Number(changeNumber(String(value), turn, { most: '32767' }))).toBeLessThanOrEqual(32_767);
      expect(Number(changeNumber((value / 100).toFixed(2), turn, { most: mostOf(5, 2) }))).toBeLessThanOrEqual(999.99);
    }));
    fc.assert(fc.property(fc.integer({ min: 1, max: 999 }), rows, (value, turn) => {
      expect(Number(changeNumber((value / 1_000).toFixed(3), turn, { share: true }))).toBeLessThanOrEqual(1);
    }));
  });

  it('change by another measure in each row and each column', () => {
    const made = Array.from({ length: 30 }, (_, row) => changeNumber('1000', turnOf(row)));
    expect(new Set(made).size).toBeGreaterThan(20);
    const ratios = Array.from({ length: 30 }, (_, row) => Number(changeNumber('1000', { ...turnOf(row), column: 2 })) / Number(made[row]));
    expect(new Set(ratios).size).toBeGreaterThan(20);
  });

  it.each(['abc', '', '1,5', 'NaN', 'Infinity'])('%s is none', (text) => expect(changeNumber(text, turnOf())).toBeUndefined());
});

describe('dates', () => {
  const instants = fc.array(fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) }), { minLength: 1, maxLength: 5 });

  it('stay past or future, keep their order, and the time between them changes', () => {
    fc.assert(fc.property(instants, fc.nat({ max: 10_000 }), (times, row) => {
      const whole = times.map((ms) => ms - (ms % 1_000));
      const moved = moveMoments(whole.map((ms) => readMoment(new Date(ms).toISOString())), { row, now }).map((text) => Date.parse(text ?? ''));
      for (const [place, ms] of whole.entries()) {
        const after = moved[place] ?? NaN;
        expect(after <= now).toBe(ms <= now);
        expect(after).not.toBe(ms);
        for (const [other, second] of whole.entries()) {
          expect(Math.sign(after - (moved[other] ?? NaN))).toBe(Math.sign(ms - second));
          if (ms !== second) expect(after - (moved[other] ?? NaN)).not.toBe(ms - second);
        }
      }
    }));
  });

  it('of one second part too: a program shows how long something took', () => {
    const moved = moveMoments(['2025-03-01 10:00:07.857434+00', '2025-03-01 10:00:07.902677+00'].map(readMoment), { row: 3, now });
    const [first = NaN, second = NaN] = moved.map((text) => Date.parse(text ?? ''));
    expect(second - first).toBeGreaterThan(60_000);
    expect(moved.map((text) => text?.slice(-10))).toEqual(['.857434+00', '.902677+00']);
  });

  it.each([
    ['2025-03-01', /^2025-02-\d\d$/], ['2025-03-01 10:00:00.123456+00', /^2025-02-\d\d \d\d:\d\d:00\.123456\+00$/], ['2025-03-01T10:00:00Z', /^2025-02-\d\dT\d\d:\d\d:00Z$/], ['2025-03-01T10:00:00.5+05:30', /^2025-02-\d\dT\d\d:\d\d:00\.5\+05:30$/],
  ])('%s keeps the way it is written', (text, form) => expect(moveMoments([readMoment(text)], { row: 0, now })[0]).toMatch(form));

  it.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '9999-12-31', 'infinity', '2025-13-01', '12.03.2025', '2025-03-01 BC'])('%s stands for something else', (text) => expect(readMoment(text)).toBeUndefined());

  it('move times and intervals', () => {
    expect(moveTime('23:59:59', turnOf())).toMatch(/^0[0-2]:\d\d:59$/);
    expect(moveInterval('1 day 02:00:00', turnOf())).toMatch(/^1 day 0\d:\d\d:00$/);
    expect(moveInterval('3 mons', turnOf())).toMatch(/^3 mons \d+ mins$/);
  });
});

describe('texts', () => {
  it('carry the nonce and stay within their length', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 60 }), rows, fc.integer({ min: 16, max: 80 }), (text, turn, most) => {
      const short = text.slice(0, most);
      const made = changeText(short, { ...turn, parts: new Set(['text']) }, most);
      if (made === undefined) expect(typeof shapeOf(short) === 'object' || ['json', 'number', 'date', 'time', 'markup', 'url', 'email', 'path'].includes(String(shapeOf(short)))).toBe(true);
      else {
        expect(made).not.toBe(short);
        expect([...made].length).toBeLessThanOrEqual(most);
      }
    }));
  });

  it.each([
    ['A plain text', 'qz7-5 A plain text'], ['word', 'qz7-5-word'], ['me@desk.test', 'qz7-5.me@desk.test'], ['https://desk.test/a/b.html?q=1#x', 'https://desk.test/a/qz7-5-b.html?q=1#x'], ['https://desk.test', 'https://desk.test/qz7-5'],
    ['files/offer.pdf', 'files/qz7-5-offer.pdf'], ['<p class="x">Hello</p>', '<p class="x">qz7-5 Hello</p>'], ['{"a":"some text","b":true}', '{"a":"qz7-5 some text","b":true}'],
  ])('%s → %s', (text, made) => expect(changeText(text, turnOf(5, ['text']))).toBe(made));

  it.each(['$2b$10$abcdefghijklmnopqrstuv', '5f2c5f2c5f2c5f2c5f2c', 'Europe/Berlin', 'application/pdf', 'de-DE', '#ffaa00', '1.2.3', '*/5 * * * *', '127.0.0.1', '6f1e9f34-3b57-4c1d-9c3e-0a9b8c7d6e5f', '   '])('%s is a format that breaks when touched', (text) => expect(changeText(text, turnOf())).toBeUndefined());

  it('of the same form keep their pattern', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Z]{3}-\d{4}[a-z]$/), rows, (text, turn) => {
      expect(sameForm(text, turn)).toMatch(/^[A-Z]{3}-\d{4}[a-z]$/);
      expect(sameForm(text, turn)).not.toBe(text);
    }));
  });
});

describe('JSON', () => {
  const value = { id: 7, type: 'quote', total: 12.5, count: 1, at: '2025-03-01T10:00:00Z', note: 'two words', tags: ['x y', 'z w'], state: 'open', nested: { zero: 0, size: 40, created_at: 1_740_000_000 } };

  it('changes leaves by their rules and keeps what says which and what', () => {
    const made = changeJson(value, turnOf(0), (path) => (path === '/state' ? ['open', 'shut'] : [])) as typeof value;
    expect(made).toMatchObject({ id: 7, type: 'quote', count: 1, state: 'shut', note: 'qz7-0 two words', nested: { zero: 0 } });
    expect(made.total).not.toBe(12.5);
    expect(made.nested.size).not.toBe(40);
    expect(made.nested.created_at).toBeLessThan(1_740_000_000 - 86_400);
  });

  it('is the very same where nothing may change', () => expect(changeJson(value, turnOf(0, ['rows']), () => [])).toBe(value));

  it('keeps its form whatever it is', () => {
    fc.assert(fc.property(fc.json(), rows, (text, turn) => {
      const before = JSON.parse(text) as never;
      const after = JSON.parse(JSON.stringify(changeJson(before, turn, () => []))) as never;
      expect(formOf(after)).toEqual(formOf(before));
    }));
  });
});

describe('columns', () => {
  const column = (values: readonly string[], more: Partial<Parameters<typeof decide>[0]> = {}) => decide({ name: 'c', kind: 'text', unique: false, labels: [], ...more }, values);
  const many = (...values: string[]) => Array.from({ length: 12 }, (_, place) => values[place % values.length] ?? '');

  it.each([
    ['a few words', column(many('open', 'paid')), 'choice'], ['texts', column(many('some text', 'other text')), 'text'], ['JSON', column(many('{"a":1}')), 'json'], ['labels of a check', column(['open'], { labels: ['open', 'shut'] }), 'choice'],
    ['states as numbers', column(many('0', '1', '2'), { kind: 'integer' }), 'choice'], ['numbers', column(many('10', '250', '31'), { kind: 'integer' }), 'number'], ['moments as numbers', column(many('1740000000', '1750000000'), { kind: 'integer', name: 'created_at' }), 'epoch'], ['years', column(many('1999', '2020'), { kind: 'integer', name: 'model_year' }), 'year'],
  ])('%s', (_name, decision, way) => expect(decision).toMatchObject({ way }));

  it.each([
    ['a natural key', column(['cables-red', 'cables-blue'], { unique: true })], ['one word', column(many('EUR'))], ['digests', column(['5f2c5f2c5f2c5f2c5f2c'])],
  ])('%s stays', (_name, decision) => expect(decision).toHaveProperty('stays'));

  it('belong to one part each', () => {
    const ways = [[column(many('10', '250', '31'), { kind: 'integer' }), '10'], [column(many('open', 'paid')), 'open'], [column(many('some text', 'other text')), 'some text'], [column(many('1740000000'), { kind: 'integer', name: 'created_at' }), '1740000000']] as const;
    for (const [way, text] of ways) {
      if ('stays' in way) throw new Error('it may change');
      expect(every.filter((part) => change(way, text, turnOf(0, [part])) !== undefined)).toHaveLength(1);
      expect(others(way, text, turnOf(), ['250', 'paid'])).not.toContain(text);
    }
  });
});

function formOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(formOf);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, formOf(inside)])) : typeof value;
}
