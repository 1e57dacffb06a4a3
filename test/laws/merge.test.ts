import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldRun } from '../../core/fold.ts';
import { gate, type Concluded } from '../../core/gate.ts';
import { mergeRuns, whyApart, type Whole } from '../../core/merge.ts';
import type { EventBody, Outcome, RunEvent, Standard } from '../../core/types.ts';
import { exitOf } from '../../engine/run.ts';
import type { Renderer } from '../../reports/renderer.ts';
import html from '../../reports/html.ts';
import json from '../../reports/json.ts';
import junit from '../../reports/junit.ts';
import markdown from '../../reports/markdown.ts';
import prometheus from '../../reports/prometheus.ts';
import sarif from '../../reports/sarif.ts';
import terminal from '../../reports/terminal.ts';
import { recordings } from '../goldens/runs.ts';
import { lookupOf } from '../goldens/stream.ts';
import { concluded, fault, standard } from './arbitrary.ts';

const at = (ms: number): string => new Date(Date.parse('2026-11-24T09:00:00.000Z') + ms).toISOString();

function stream(run: string, under: Standard, outcomes: readonly Concluded[], faults: readonly Extract<EventBody, { type: 'fault-raised' }>['fault'][] = []): readonly RunEvent[] {
  const planned = outcomes.map(({ check }) => check);
  const result = gate(under, outcomes, faults, planned);
  const bodies: readonly EventBody[] = [
    { type: 'run-started', schema: 1, assay: '1.2.3', platform: 'any', standard: under, profile: 'default', planned, probes: [], environment: {} },
    ...faults.map((each): EventBody => ({ type: 'fault-raised', fault: each })),
    ...outcomes.map(({ check, outcome }): EventBody => ({ type: 'check-finished', check, outcome, ms: 1 })),
    { type: 'run-finished', verdict: result.verdict, gate: result, exit: exitOf(result.verdict, faults, false), ms: outcomes.length },
  ];
  return bodies.map((body, seq) => ({ run, seq, at: at(seq), ...body }));
}

function wholeOf(under: Standard, outcomes: readonly Concluded[]): Whole {
  return { run: 'merged', standard: under, planned: outcomes.map(({ check }) => check), probes: [], environment: {}, faults: [] };
}

/** Outcomes, and for each of three parts which of them it has: together all of them, some more than once. */
const parted = concluded.chain((all) => fc.tuple(fc.constant(all), fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.nat(2)), { minLength: all.length, maxLength: all.length })));
function partsOf(all: readonly Concluded[], choices: readonly (readonly [boolean, boolean, number])[]): readonly (readonly Concluded[])[] {
  return [0, 1, 2].map((part) => all.filter((_, index) => {
    const [first, second, sure] = choices[index] ?? [false, false, 0];
    return part === sure || (first && part === 0) || (second && part === 1);
  }));
}

describe('merging the parts of a run', () => {
  it('gives the gate of the whole, however it was parted and in whatever order', () => {
    fc.assert(fc.property(standard, parted, fc.array(fault, { maxLength: 2 }), fc.boolean(), (under, [all, choices], faults, turned) => {
      const parts = partsOf(all, choices).map((outcomes, index) => stream(`part-${index}`, under, outcomes, index === 1 ? faults : []));
      const merged = foldRun(mergeRuns(turned ? parts.toReversed() : parts, wholeOf(under, all), exitOf));
      const whole = foldRun(stream('whole', under, all, faults));
      expect(merged.verdict).toBe(whole.verdict);
      expect(merged.exit).toBe(faults.some(({ code }) => code === 'interrupted') ? 130 : whole.exit);
      expect(merged.gate).toEqual(whole.gate);
      expect(merged.outcomes.length).toBe(whole.outcomes.length);
    }), { numRuns: 80 });
  });

  it('never passes what lost a part, or a part that was cut off', () => {
    fc.assert(fc.property(standard, parted, fc.nat(2), (under, [all, choices], lost) => {
      const outcomes = partsOf(all, choices);
      const missing = all.filter((each) => outcomes.every((part, index) => index === lost || !part.includes(each)));
      const parts = outcomes.map((part, index) => stream(`part-${index}`, under, part));
      const demanded = missing.some(({ check }) => under.demands.some(({ category, required }) => required && category === check.category));
      if (demanded) expect(mergeRuns(parts.filter((_, index) => index !== lost), wholeOf(under, all), exitOf).at(-1)).not.toMatchObject({ verdict: 'pass' });
      const cut = parts.map((events, index) => (index === lost ? events.slice(0, -1) : events));
      expect(mergeRuns(cut, wholeOf(under, all), exitOf).at(-1)).not.toMatchObject({ verdict: 'pass' });
    }), { numRuns: 80 });
  });

  it('takes the worse of two different outcomes, in either order', () => {
    fc.assert(fc.property(standard, concluded.filter((each) => each.length > 1), (under, [one, other]) => {
      const check = one?.check;
      const outcomes = [one?.outcome, other?.outcome].filter((each) => each !== undefined) as Outcome[];
      if (!check) return;
      const parts = outcomes.map((outcome, index) => stream(`part-${index}`, under, [{ check, outcome }]));
      const whole = wholeOf(under, [{ check, outcome: outcomes[0] as Outcome }]);
      const [there, back] = [mergeRuns(parts, whole, exitOf), mergeRuns(parts.toReversed(), whole, exitOf)];
      expect(foldRun(there).gate).toEqual(foldRun(back).gate);
      const merged = foldRun(there).outcomes[0]?.outcome.status ?? 'none';
      for (const worst of ['fail', 'error', 'skipped'] as const) if (outcomes.some(({ status }) => status === worst)) { expect(merged).toBe(worst); break; }
    }), { numRuns: 80 });
  });
});

const renderers: readonly Renderer[] = [html, json, junit, markdown, prometheus, sarif, terminal];

describe.each(recordings.map((make) => make()))('the recorded run “$name” in parts', (recording) => {
  const start = recording.events[0];
  if (start?.type !== 'run-started') throw new Error('a recording begins with its start');
  const whole: Whole = { run: start.run, standard: start.standard, planned: start.planned, probes: start.probes, environment: start.environment, faults: [] };
  const inWhole = foldRun(mergeRuns([recording.events], whole, exitOf));
  /** Every third probe and check, with what all share; one probe more is in two parts. */
  const parts = [0, 1, 2].map((part) => {
    const names = new Map([...new Set(recording.events.flatMap((event) => ('probe' in event ? [event.probe] : event.type === 'check-finished' ? [event.check.id] : [])))].map((name, index) => [name, index]));
    const has = (name: string): boolean => (names.get(name) ?? 0) % 3 === part || (name === 'source' && part === 1);
    return recording.events.filter((event) => ('probe' in event ? has(event.probe) : event.type === 'check-finished' ? has(event.check.id) : event.type === 'progress' ? has(event.scope) : true));
  });

  it('is whole again in every report, to the byte', async () => {
    const merged = foldRun(mergeRuns(parts.toReversed(), whole, exitOf));
    for (const renderer of renderers) expect(await renderer.render(merged, lookupOf(recording)), renderer.name).toEqual(await renderer.render(inWhole, lookupOf(recording)));
  });

  it('says why runs that do not belong together are apart', () => {
    const other = recording.events.map((event) => (event.type === 'run-started' ? { ...event, run: 'other', profile: 'small' } : event));
    expect(whyApart([recording.events, recording.events])).toBeUndefined();
    expect(whyApart([recording.events, other])).toBe(`the profile is full in ${start.run} and small in other`);
  });
});
