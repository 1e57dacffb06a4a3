import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineCheck, type Unit } from '../core/define.ts';
import { fault, FaultError } from '../core/fault.ts';
import type { Platform, Probe, Stack } from '../core/ports.ts';
import type { Tap } from '../core/tap.ts';
import type { Access, EventOf, Kind, RunEvent, Standard } from '../core/types.ts';
import { EventBus } from './bus.ts';
import type { ProbeTools } from './probing.ts';
import { Redactor } from './redact.ts';
import { execute, type RunRequest } from './run.ts';
import { EvidenceStore } from './store.ts';

/** The scheduler is tried with probes of its own: what they would see is not the question here, when they run and what becomes of trouble is. */

let folder: string;
let bus: EventBus;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-run-'));
  bus = new EventBus('r', join(folder, 'events.ndjson'), []);
});
afterEach(() => {
  bus.close();
  rmSync(folder, { recursive: true });
});

const platform: Platform = { name: 'p', root: '/', source: { include: [], exclude: [], notProduction: [] }, services: {}, load: {} };
const standard: Standard = { id: 's', version: '1', title: 'S', stack: true, demands: [{ category: 'Endpoints', required: true, atLeast: 'medium', families: ['check'] }] };

function unit(id: string, access: Access, collect: Probe['collect'], more: Partial<Probe> = {}): Unit {
  const kind: Kind<unknown> = { name: `of-${id}`, parse: (raw) => raw };
  const { check } = defineCheck({
    info: { id, family: 'check', category: 'Endpoints', title: id }, aliases: [], needs: [kind],
    explain: { means: '', why: '', fix: '', examples: [] },
    judge: (seen) => ({ examined: seen.all(kind).length, unit: 'things', problems: [] }),
  });
  return { probe: { id, kind, access, timeoutMs: 5_000, collect, ...more }, ...(check && { check }) };
}

const sees: Probe['collect'] = async () => ({ subject: 's', body: { ok: true } });

interface Booted { readonly stops: number; readonly left: number }
function running(ours = true): { readonly boot: NonNullable<RunRequest['boot']>; readonly state: Booted } {
  const state = { stops: 0, left: 0 };
  const stack: Stack = { report: { driver: ours ? 'native' : 'attached', because: 'the test says so', services: [], stores: [], absent: {} }, ours, stores: [], origin: () => undefined, environment: () => ({}), logs: async () => [] };
  return { state, boot: async () => ({ stack, stop: async () => { state.stops++; }, leave: () => { state.left++; } }) };
}

async function run(units: readonly Unit[], boot: RunRequest['boot'], signal = new AbortController().signal, keep = false, more: Partial<RunRequest> = {}) {
  const tools: ProbeTools = { platform, store: new EvidenceStore(folder), bus, redactor: new Redactor(), clock: { now: Date.now, tick: () => performance.now() } };
  const request: RunRequest = { assay: '0', platform, profile: 'default', standard, units, waivers: [], baseline: undefined, environment: {}, boot, keep, ...more };
  return execute(request, tools, signal);
}

function events<T extends RunEvent['type']>(type: T): readonly EventOf<T>[] {
  return bus.events.filter((event): event is EventOf<T> => event.type === type);
}

describe('a run', () => {
  it('gives the stack to one class after the other, and only observe to several at once', async () => {
    const at: string[] = [];
    const noted = (id: string): Probe['collect'] => async () => {
      at.push(`+${id}`);
      await new Promise((resolve) => { setImmediate(resolve); });
      at.push(`-${id}`);
      return { subject: id, body: {} };
    };
    const { boot, state } = running();
    const result = await run([unit('l', 'load', noted('l')), unit('m1', 'mutate', noted('m1')), unit('o1', 'observe', noted('o1')), unit('o2', 'observe', noted('o2')), unit('m2', 'mutate', noted('m2')), unit('f', 'flow', noted('f'))], boot);
    expect(at.slice(0, 4).filter((each) => each.startsWith('+'))).toEqual(['+o1', '+o2']);
    expect(at.slice(4)).toEqual(['+m1', '-m1', '+m2', '-m2', '+f', '-f', '+l', '-l']);
    expect(at.indexOf('+o2')).toBeLessThan(at.indexOf('-o1'));
    expect(result).toMatchObject({ verdict: 'pass', exit: 0 });
    expect(state).toEqual({ stops: 1, left: 0 });
  });

  it('ends what an outage probe left, and lets taps only pass bytes before the load', async () => {
    const at: string[] = [];
    const noted = (id: string): Probe['collect'] => async () => { at.push(id); return { subject: id, body: {} }; };
    const { boot } = running();
    const tap = { mode: async (mode: string) => { at.push(mode); }, heal: async () => { at.push('heal'); } } as unknown as Tap;
    await run([unit('load', 'load', noted('load')), unit('outage', 'outage', noted('outage'))], async (...asked) => {
      const booted = await boot(...asked);
      return { ...booted, stack: { ...booted.stack, taps: [tap] } };
    });
    expect(at).toEqual(['outage', 'heal', 'pipe', 'load']);
  });

  it('lets go of a stack that stays', async () => {
    const { boot, state } = running();
    await run([unit('o', 'observe', sees)], boot, undefined, true);
    expect(state).toEqual({ stops: 0, left: 1 });
  });

  it('tells what a check will say as soon as its evidence is sealed, and judges it at the end', async () => {
    const { boot } = running();
    await run([unit('src', 'source', sees), unit('one', 'observe', sees), unit('last', 'load', sees), unit('broken', 'observe', async () => Promise.reject(new Error('no')))], boot);
    const order = bus.events.flatMap((event) => (event.type === 'check-foreseen' ? [`foreseen ${event.check} ${event.status}`] : event.type === 'probe-started' ? [event.probe] : event.type === 'check-finished' ? [`judged ${event.check.id}`] : []));
    expect(order).toEqual(['src', 'one', 'broken', 'foreseen src pass', 'foreseen one pass', 'foreseen broken error', 'last', 'foreseen last pass', 'judged broken', 'judged last', 'judged one', 'judged src']);
  });

  it('tells the worst findings of a check ahead, without those that fail nothing, and says nothing when there is no stack to wait for', async () => {
    const kind: Kind<unknown> = { name: 'of-src', parse: (raw) => raw };
    const problem = { why: '', fix: '', severity: 'high', confidence: 'certain' } as const;
    const { check } = defineCheck({
      info: { id: 'rule', family: 'audit', category: 'Endpoints', title: '' }, aliases: [], needs: [kind], lasting: true, explain: { means: '', why: '', fix: '', examples: [] },
      judge: () => ({ examined: 1, problems: [...Array.from({ length: 7 }, (_, n) => ({ ...problem, key: `k${n}`, what: `w${n}` })), { ...problem, key: 'p', what: 'perhaps', confidence: 'possible' as const }] }),
    });
    const source: Unit = { probe: { id: 'src', kind, access: 'source', timeoutMs: 5_000, collect: sees } };
    await run([source, { ...(check && { check }) }], undefined);
    expect(events('check-foreseen')).toEqual([]);
    await run([source, { ...(check && { check }) }, unit('one', 'observe', async () => { await new Promise((resolve) => setTimeout(resolve, 50)); return { subject: 's', body: {} }; })], running().boot);
    const [told] = events('check-foreseen').filter((event) => event.check === 'rule');
    expect(told).toMatchObject({ status: 'fail', failing: 7 });
    expect(told?.worst.map(({ what }) => what)).toEqual(['w0', 'w1', 'w2', 'w3', 'w4']);
    expect(events('check-finished').at(-1)?.outcome).toMatchObject({ status: 'fail' });
  });

  it('takes the stack down also when nothing can be told ahead', async () => {
    const { boot, state } = running();
    const kind: Kind<unknown> = { name: 'of-src', parse: (raw) => raw };
    const { check } = defineCheck({
      info: { id: 'rule', family: 'audit', category: 'Endpoints', title: '' }, aliases: [], needs: [kind], lasting: true, explain: { means: '', why: '', fix: '', examples: [] },
      judge: () => ({ examined: 1, problems: [{ key: 'k', what: 'w', why: '', fix: '', severity: 'high', confidence: 'certain' }] }),
    });
    const source: Unit = { probe: { id: 'src', kind, access: 'source', timeoutMs: 5_000, collect: sees }, ...(check && { check }) };
    const waiver = { check: 'rule', reason: '', owner: '', get expires(): string { throw new Error('no date'); } };
    await expect(run([source, unit('one', 'observe', sees)], boot, undefined, false, { waivers: [waiver] })).rejects.toThrow('no date');
    expect(events('probe-finished').map(({ probe }) => probe)).toEqual(['src', 'one']);
    expect(state.stops).toBe(1);
  });

  it('reads source while the stack boots', async () => {
    const source = Promise.withResolvers<undefined>();
    const { boot } = running();
    const result = await run([
      unit('s', 'source', async () => { source.resolve(undefined); return { subject: 's', body: {} }; }),
      unit('o', 'observe', sees),
    ], async (signal, hooks) => { await source.promise; return boot(signal, hooks); });
    expect(result.verdict).toBe('pass');
  });

  it('is inconclusive when a probe fails, and tells its cause', async () => {
    const { boot } = running();
    const result = await run([unit('good', 'observe', sees), unit('bad', 'observe', async () => { throw new Error('outer', { cause: new Error('the real reason') }); })], boot);
    expect(result).toMatchObject({ verdict: 'inconclusive', exit: 3 });
    expect(events('probe-finished').find((event) => event.probe === 'bad')?.result).toMatchObject({ code: 'probe-failed', cause: expect.stringContaining('the real reason') as string });
  });

  it('leaves a probe behind that neither ends nor lets go, and still takes the stack down', async () => {
    const { boot, state } = running();
    const result = await run([unit('stuck', 'mutate', () => new Promise(() => undefined), { timeoutMs: 50 }), unit('next', 'mutate', sees)], boot);
    expect(events('probe-finished').map((event) => 'code' in event.result ? event.result.code : 'seen')).toEqual(['probe-timeout', 'seen']);
    expect(result.verdict).toBe('inconclusive');
    expect(state.stops).toBe(1);
  });

  it('runs nothing live, and passes nothing, when the stack does not come up', async () => {
    const result = await run([unit('o', 'observe', sees)], async () => { throw new FaultError(fault('boot-failed', 'postgres exited with 1')); });
    expect(events('check-finished')[0]?.outcome).toMatchObject({ status: 'skipped', reason: 'the stack did not come up' });
    expect(result).toMatchObject({ verdict: 'inconclusive', exit: 3, gate: { reason: expect.stringContaining('did not come up') as string } });
  });

  it('tells which driver failed to bring the stack up, and why it was that one', async () => {
    await run([unit('o', 'observe', sees)], async (_, hooks) => {
      hooks.onDriver('native', 'no container engine answers');
      throw new FaultError(fault('boot-failed', 'postgres exited with 1'));
    });
    expect(events('stack-changed').at(-1)).toMatchObject({ phase: 'failed', report: { driver: 'native', because: 'no container engine answers' } });
  });

  it('exits 2 when the compose file is what keeps the stack down', async () => {
    expect(await run([unit('o', 'observe', sees)], async () => { throw new FaultError(fault('compose-invalid', 'compose.yml:3 does not parse')); })).toMatchObject({ exit: 2 });
  });

  it('neither changes, breaks nor loads a stack that is not ours', async () => {
    const touched: string[] = [];
    const touch = (id: string): Probe['collect'] => async () => { touched.push(id); return { subject: id, body: {} }; };
    await run([unit('o', 'observe', touch('o')), unit('m', 'mutate', touch('m')), unit('x', 'outage', touch('x')), unit('l', 'load', touch('l'))], running(false).boot);
    expect(touched).toEqual(['o']);
  });

  it('takes the stack down when it is interrupted, judges what was seen, and exits 130', async () => {
    const controller = new AbortController();
    const { boot, state } = running();
    const result = await run([unit('first', 'mutate', async () => { controller.abort(); return { subject: 's', body: {} }; }), unit('second', 'mutate', sees)], boot, controller.signal);
    expect(result.exit).toBe(130);
    expect(state.stops).toBe(1);
    expect(events('probe-skipped').map((event) => event.probe)).toEqual(['second']);
  });

  it('cannot pass when teardown fails', async () => {
    const { boot } = running();
    const result = await run([unit('o', 'observe', sees)], async (signal, hooks) => ({ ...(await boot(signal, hooks)), stop: async () => { throw new Error('still there'); } }));
    expect(result).toMatchObject({ verdict: 'inconclusive', exit: 3 });
  });

  it('calls a check that examined nothing a fault, and one that throws an error of its own', async () => {
    const { boot } = running();
    const empty = unit('empty', 'observe', sees);
    const broken = unit('broken', 'observe', sees);
    const result = await run([
      { ...empty, ...(empty.check && { check: { ...empty.check, judge: () => ({ examined: 0, problems: [] }) } }) },
      { ...broken, ...(broken.check && { check: { ...broken.check, judge: () => { throw new Error('oops'); } } }) },
    ], boot);
    expect(events('check-finished').map((event) => event.outcome)).toMatchObject([{ status: 'error', fault: { code: 'judge-failed' } }, { status: 'error', fault: { code: 'nothing-examined' } }]);
    expect(result.verdict).toBe('inconclusive');
  });
});
