import { expect, it } from 'vitest';
import { platform, ports } from '../../../test/platform.ts';
import type { Answered } from './asked.ts';
import type { Known } from './baseline.ts';
import { lateAgain } from './late.ts';

const budgetMs = 1_000;
const signal = AbortSignal.timeout(5_000);
const answer = (status: number, ms: number): Answered => ({ url: '/a', status, ms, from: 0, to: ms, request: { method: 'GET', url: '/a', headers: {} } });
const late = answer(0, 1_003);

/** Somebody who was late once and is answered so the second time. */
function waiting(second: Answered, asked: string[], name = 'GET /a'): { readonly known: Known; readonly answered: Answered } {
  const target = { name, kind: 'http' as const, service: 'api', method: 'GET', path: '/a', writes: false, foundBy: [] };
  const ask = async (): Promise<Answered> => {
    asked.push(name);
    return second;
  };
  return { answered: late, known: { askable: { target, ask }, calls: [], exchanges: [], fields: [], total: 0, traced: 0, stores: ['postgres'] } };
}
const served = (asked: string[]): ReturnType<typeof waiting> => ({ ...waiting(answer(500, 200), asked, 'served'), answered: answer(500, 200) });
const statuses = (all: readonly { readonly answered: Answered }[]): readonly number[] => all.map(({ answered }) => answered.status);

it('asks again, alone, who only waited behind the others', async () => {
  const asked: string[] = [];
  const after = await lateAgain(ports(platform({})), [served(asked), ...['a', 'b', 'c', 'd'].map((name) => waiting(answer(503, 40), asked, name))], budgetMs, signal);
  expect(statuses(after)).toEqual([500, 503, 503, 503, 503]);
  expect(asked).toEqual(['served', 'a', 'b', 'c', 'served', 'd']);
});

it('leaves who hangs a second time as it is, and does not try the rest then', async () => {
  const asked: string[] = [];
  const after = await lateAgain(ports(platform({})), [served(asked), ...['a', 'b', 'c', 'd'].map((name) => waiting(late, asked, name))], budgetMs, signal);
  expect(statuses(after)).toEqual([500, 0, 0, 0, 0]);
  expect(asked).toEqual(['served', 'a', 'b', 'c', 'served', 'a']);
});

it('asks alone, when the queue is gone, who is late even among a few', async () => {
  const asked: string[] = [];
  const slow = waiting(late, asked, 'slow');
  let times = 0;
  const ask = async (): Promise<Answered> => (++times === 1 ? late : answer(503, 900));
  const after = await lateAgain(ports(platform({})), [served(asked), { ...slow, known: { ...slow.known, askable: { ...slow.known.askable, ask } } }], budgetMs, signal);
  expect(statuses(after)).toEqual([500, 503]);
  expect(times).toBe(2);
});

it('asks nobody again where nobody was answered', async () => {
  const asked: string[] = [];
  await lateAgain(ports(platform({})), [waiting(answer(503, 40), asked)], budgetMs, signal);
  expect(asked).toEqual([]);
});
