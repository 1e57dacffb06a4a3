import { describe, expect, it } from 'vitest';
import type { ProofData, Target, Written } from './evidence.ts';
import { prove } from './verdict.ts';
import { writtenVerdicts } from './written.ts';

const target = (method: string, more: Partial<Target> = {}): Target => ({ name: `${method} /notes/{id}`, kind: 'http', service: 'api', method, path: '/notes/{id}', writes: true, foundBy: ['openapi'], made: true, ...more });
const data = (targets: readonly Target[], written: readonly Written[]): ProofData => ({ stores: [{ name: 'db', kind: 'postgres', holdings: [{ name: 'public.notes', count: 3 }], observed: true }], targets, calls: [], fields: [], shaken: {}, relations: [], written, notMade: [] });
const wrote = (more: Partial<Written>): Written => ({ target: 'x', status: 200, writeSeen: false, committedBefore: false, sent: [{ pointer: '/title', value: 'assay-1' }], ...more });
const back = (holds: readonly string[]): NonNullable<Written['readBack']> => ({ url: '/notes/1', status: 200, holds, lacks: [] });

describe('a body that assay made', () => {
  it.each<[string, string, Partial<Written>, readonly (readonly [string, string])[]]>([
    ['lost by the platform’s own read of that very thing', 'PUT', { readBack: back([]) }, [['write-lie', 'certain']]],
    ['lost by a read that tells another value under that name', 'PUT', { writeSeen: true, committedBefore: true, readBack: { ...back([]), lacks: ['/title'], tells: ['/title'] } }, [['write-lie', 'certain']]],
    ['done and not kept, perhaps: the read tells nothing under that name', 'PATCH', { writeSeen: true, committedBefore: true, sent: [{ pointer: '/0/path', value: 'assay-1' }], readBack: { ...back([]), lacks: ['/0/path'], tells: [] } }, [['write-lie', 'possible']]],
    ['lost where nobody can read it again', 'POST', { status: 201 }, [['write-lie', 'possible']]],
    ['taken in to be worked on later', 'POST', { status: 202, readBack: back([]) }, [['write-lie', 'possible']]],
    ['contradicted by the next read, nothing written', 'POST', { sent: [], contradicted: [{ pointer: '/status', said: 'cancelled', read: 'open' }] }, [['write-lie', 'certain']]],
    ['given back in the answer and not kept', 'POST', { status: 201, writeSeen: true, committedBefore: true, readBack: back(['/name']), sent: [{ pointer: '/name', value: 'n', foundIn: 'db' }, { pointer: '/phone', value: '+49 1' }], contradicted: [{ pointer: '/phone', said: '+49 1', read: null }] }, [['write-lie', 'likely']]],
    ['stored, and not shown by a read that is cached', 'PUT', { writeSeen: true, committedBefore: true, readBack: back([]), sent: [{ pointer: '/title', value: 'assay-1', foundIn: 'db' }], contradicted: [{ pointer: '/title', said: 'assay-1', read: 'old' }] }, []],
    ['said to be removed and still there', 'DELETE', { status: 204, sent: [], stillThere: '/notes/1' }, [['write-lie', 'certain']]],
    ['removed in another way than from the store, perhaps', 'DELETE', { status: 204, sent: [], writeSeen: true, committedBefore: true, stillThere: '/notes/1' }, [['write-lie', 'possible']]],
    ['kept until the processes were started again, nothing written', 'PUT', { readBack: back(['/title']), sent: [{ pointer: '/title', value: 'assay-1', foundIn: 'GET /notes/1' }], afterRestart: { status: 200, holds: [], lacks: ['/title'] } }, [['write-lie', 'possible'], ['write-lie', 'certain']]],
    ['stored', 'PUT', { writeSeen: true, committedBefore: true, readBack: back(['/title']), sent: [{ pointer: '/title', value: 'assay-1', foundIn: 'db' }] }, []],
  ])('%s', (_name, method, written, wanted) => {
    const found = writtenVerdicts(wrote(written), target(method), data([], []));
    expect(found?.map(({ verdict, confidence }) => [verdict, confidence])).toEqual(wanted);
  });

  it.each<[string, string, Partial<Written>, string]>([
    ['created, of a kind that a store has, and not there', '/things/{id}/notes', { status: 201 }, 'likely'],
    ['created, of a kind that no store has', '/things/{id}/letters', { status: 201 }, 'possible'],
    ['taken, written and taken back', '/things/{id}/letters', { status: 200, takenBack: true }, 'likely'],
    ['taken, which need not be kept', '/things/{id}/notes', { status: 200 }, 'possible'],
    ['asked for and not kept', '/notes/preview/notes', { status: 201 }, 'possible'],
  ])('%s', (_name, path, written, wanted) => {
    expect(writtenVerdicts(wrote(written), target('POST', { path }), data([], []))?.map(({ confidence }) => confidence)).toEqual([wanted]);
  });

  it('is no accusation where it is refused, and says what was said', () => {
    const refused = target('POST', { name: 'POST /notes/{id}' });
    const { proofs: [proof] } = prove(data([refused], [wrote({ target: refused.name, status: 422, refusal: '{"title":"too short"}' })]), undefined, undefined);
    expect(proof).toMatchObject({ verdict: 'unproven', verdicts: [], reason: 'a body made from the schema was refused: 422 {"title":"too short"}; give one in proof.samples' });
  });
});

it('sets an endpoint aside as long as there is such a one', () => {
  const aside = { ...target('POST'), aside: 'sends a file to a partner', missing: 'set aside: sends a file to a partner' };
  const surface = { samples: [], given: [], constants: [], degraded: [], storeless: [], caches: [], keep: [], budgetMs: 1, outages: [], aside: [{ target: aside.name, reason: aside.aside }, { target: 'POST /gone', reason: 'was removed long ago' }] } as unknown as Parameters<typeof prove>[2];
  const { proofs: [proof], unused } = prove(data([aside], []), undefined, surface);
  expect(proof).toMatchObject({ verdict: 'unproven', reason: 'set aside: sends a file to a partner' });
  expect(unused).toEqual(['proof.aside sets POST /gone aside: there is no such endpoint']);
});
