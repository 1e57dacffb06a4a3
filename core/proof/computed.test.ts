import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../lineage/compare.ts';
import { DAY, HOUR } from '../lineage/dates.ts';
import { fieldsOf } from '../lineage/fields.ts';
import { exchange, from, redis, supply } from '../lineage/fixtures/calls.ts';
import { trace } from '../lineage/trace.ts';
import type { Exchange } from '../tap.ts';
import type { Json } from '../types.ts';
import type { ProofData, Reaction } from './evidence.ts';
import { prove } from './verdict.ts';

/** An honest platform that computes most of what it shows, so that equality explains little of it. */
interface Sensor {
  readonly id: number;
  readonly label: string;
  readonly owner: string;
  readonly email: string;
  readonly fahrenheit: number;
  readonly capacity: number;
  readonly used: number;
  readonly price: string;
  readonly tags: string;
  readonly opening: string;
  readonly born: string;
  readonly seen: string;
  readonly installed: string;
  readonly bytes: number;
}
const sensors: readonly Sensor[] = Array.from({ length: 9 }, (_, index) => ({
  id: index + 101, label: `Sensor ${index * 3 + 7} north`, owner: ['Anna Meier', 'Jean Moreau', 'Sofia Ricci'][index % 3] ?? '', email: `user${index}@example.org`, fahrenheit: 61.3 + index * 3.7, capacity: 500 + index * 35, used: 120 + index * 41,
  price: (19.9 + index * 7.35).toFixed(2), tags: `{indoor,zone-${index},"batch ${index + 4}"}`, opening: '1 day 02:30:00', born: `19${70 + index}-0${index + 1}-1${index}`, seen: new Date(from - 3 * DAY - index * 7 * HOUR - 1_234_567).toISOString(), installed: new Date(from - 400 * DAY - index * 31 * DAY).toISOString(), bytes: 3_456_789 + index * 1_234_567,
}));
const shake = (all: readonly Sensor[]): readonly Sensor[] => all.filter((_, index) => index % 4 !== 3).map((each, row) => {
  const later = (iso: string): string => new Date(Date.parse(iso) + (row + 1) * 17 * 60_000).toISOString();
  return { ...each, label: `n7x ${each.label}`, owner: `n7x ${each.owner}`, fahrenheit: each.fahrenheit * (1.1 + row * 0.03), capacity: Math.round(each.capacity * (1.4 + row * 0.05)), used: Math.round(each.used * (1.2 + row * 0.04)), price: (Number(each.price) * (1.5 + row * 0.06)).toFixed(2), seen: later(each.seen), installed: later(each.installed), bytes: each.bytes + 1_777_001 * (row + 1), tags: each.tags };
});

const columns = ['id', 'label', 'owner', 'email', 'fahrenheit', 'capacity', 'used', 'price', 'tags', 'opening', 'born', 'seen', 'installed', 'bytes'] as const;
const select = (all: readonly Sensor[]): Exchange => exchange('SELECT id, label, owner, … FROM sensors', columns, all.map((each) => columns.map((name) => each[name])));
const round = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;
const iso = (text: string, hours: number): string => new Date(Date.parse(text) + hours * HOUR).toISOString().replace('Z', `+0${hours}:00`);
const median = (numbers: readonly number[]): number => { const sorted = numbers.toSorted((a, b) => a - b); return sorted[Math.floor(sorted.length / 2)] ?? 0; };
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Route = (all: readonly Sensor[]) => { readonly body: Json; readonly exchanges: readonly Exchange[] };
const routes: Readonly<Record<string, Route>> = {
  'GET /api/sensors': (all) => ({
    body: {
      count: all.length, page: 1, pages: 1, page_size: 50,
      sensors: all.map((each, index) => ({
        id: each.id, number: index + 1, title: each.label.toUpperCase(), owner: each.owner, initials: each.owner.split(' ').map((name) => name.charAt(0)).join(''), contact: `${each.email.slice(0, 2)}***@example.org`, celsius: round(((each.fahrenheit - 32) * 5) / 9, 1), usage_percent: round((100 * each.used) / each.capacity, 1), free: each.capacity - each.used, price_cents: Math.round(Number(each.price) * 100),
        price: `€${each.price}`, gross: round(Number(each.price) * 1.19, 2), tags: each.tags.replace(/[{}"]/g, '').split(','), opening: { days: 1, hours: 2, minutes: 30 }, age: Math.floor((from - Date.parse(each.born)) / (365.25 * DAY)), seen_local: iso(each.seen, 2).replace('+02:00', '+02:00'), seen_day: each.seen.slice(0, 10), seen_ago: `${Math.floor((from - Date.parse(each.seen)) / DAY)} days ago`,
        installed: `${months[new Date(each.installed).getUTCMonth()] ?? ''} ${new Date(each.installed).getUTCFullYear()}`, size: `${round(each.bytes / 1_048_576, 1)} MB`, link: `/api/sensors/${each.id}`, summary: `${each.label} of ${each.owner}`,
      })),
    },
    exchanges: [select(all)],
  }),
  'GET /api/summary': (all) => ({
    body: {
      sensors: all.length, average_celsius: all.length === 0 ? null : round(all.reduce((sum, each) => sum + ((each.fahrenheit - 32) * 5) / 9, 0) / all.length, 2), median_used: all.length === 0 ? null : median(all.map(({ used }) => used)), usage_rate: all.length === 0 ? null : round((100 * all.reduce((sum, { used }) => sum + used, 0)) / all.reduce((sum, { capacity }) => sum + capacity, 0), 1), value: round(all.reduce((sum, { price }) => sum + Number(price), 0), 2),
      by_owner: Object.fromEntries([...Map.groupBy(all, ({ owner }) => owner)].map(([owner, list]) => [owner, list.length])), as_of: new Date(from + 10).toISOString(), range: { from: '2026-11-17', to: '2026-11-24' },
      months: Array.from({ length: 3 }, (_, index) => ({ month: `2026-${9 + index}`.replace('-9', '-09'), label: `${months[8 + index] ?? ''} 2026`, installed: all.filter(({ seen }) => new Date(seen).getUTCMonth() === 8 + index).length })),
    },
    exchanges: [select(all), redis('INFO', [], '# Memory\r\nused_memory:1048576\r\nmaxmemory:0\r\n', { effect: 'session' })],
  }),
};

function dataOf(): ProofData {
  const targets = Object.keys(routes).map((name) => ({ name, kind: 'http' as const, service: 'api', method: 'GET', path: name.split(' ')[1] ?? '', writes: false, foundBy: ['openapi'] }));
  const calls: ProofData['calls'][number][] = [];
  const fields = Object.entries(routes).map(([target, route]) => {
    const { body, exchanges } = route(sensors);
    const traced = trace(body, supply(exchanges, { url: 'http://127.0.0.1:3000/api/sensors' }));
    const answers = { shake: route(shake(sensors)).body, empty: route([]).body };
    calls.push(...(['shake', 'empty'] as const).map((pass) => ({ target, pass, url: '', status: 200, ms: 5, body: answers[pass], statements: [] })), { target, pass: 'baseline', url: '', status: 200, ms: 5, body, statements: [] });
    const reaction = (pass: 'shake' | 'empty', field: string): Reaction => { const seen = compareAnswers(body, answers[pass]).get(field); return seen === undefined || seen.followed + seen.stayed === 0 ? 'gone' : seen.followed > 0 ? 'followed' : 'stayed'; };
    return { target, total: traced.total, traced: traced.leaves.length, stores: ['postgres'], fields: fieldsOf([{ answer: body, traced, storeSaid: '' }, { answer: body, traced, storeSaid: '' }]).map((field) => ({ ...field, shake: reaction('shake', field.field), empty: reaction('empty', field.field) })) };
  });
  return { stores: [{ name: 'postgres', kind: 'postgres', observed: true, holdings: [{ name: 'public.sensors', count: 9 }] }], targets, calls, fields, shaken: {}, relations: [], written: [], notMade: [] };
}

describe('an honest platform that computes what it shows', () => {
  const data = dataOf();

  it.each(Object.keys(routes))('%s: nothing is accused', (name) => {
    const proof = prove(data, undefined, undefined).proofs.find(({ target }) => target.name === name);
    expect(proof?.verdicts.map(({ sentence }) => sentence)).toEqual([]);
  });

  it('most of it is explained without any change of the world', () => {
    const open = data.fields.flatMap(({ target, fields }) => fields.filter(({ suspected = 0 }) => suspected > 0).map(({ field }) => `${target} ${field}`));
    expect(open).toEqual(['GET /api/summary /average_celsius']);
  });
});
