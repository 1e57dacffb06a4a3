import { describe, expect, it } from 'vitest';
import { failing, inconclusive, passing, recordings } from '../test/goldens/runs.ts';
import { applyEvent, emptyRun, foldRun } from './fold.ts';

describe('the fold of a run', () => {
  it('gives the same view event by event and at once, also after JSON', () => {
    for (const { events } of recordings.map((make) => make())) {
      expect(events.reduce(applyEvent, emptyRun)).toEqual(foldRun(events));
      expect(foldRun(JSON.parse(JSON.stringify(events)) as typeof events)).toEqual(foldRun(events));
    }
  });

  it('is inconclusive until the run has finished', () => {
    const { events } = passing();
    expect(foldRun(events).verdict).toBe('pass');
    for (let length = 0; length < events.length; length++)
      expect(foldRun(events.slice(0, length))).toMatchObject({ verdict: 'inconclusive', finished: false });
  });

  it('puts what fails first, then what only may be, what is waived, what is known', () => {
    const order = foldRun(failing().events).findings.map(({ severity, confidence, waiver, known }) =>
      known ? 'known' : waiver ? 'waived' : confidence === 'possible' ? 'possible' : severity,
    );
    expect(order).toEqual(['critical', 'critical', 'high', 'high', 'medium', 'possible', 'waived', 'known']);
  });

  it('tells a trouble once, with the unit that met it first', () => {
    const { faults } = foldRun(inconclusive().events);
    expect(faults.map(({ fault, from }) => [fault.code, from])).toEqual([
      ['store-refused', 'stores'],
      ['probe-timeout', 'endpoints'],
      ['browser-missing', 'flow/log-in'],
    ]);
  });

  it('knows when each part ran, boot and teardown too', () => {
    const { bars, ms } = foldRun(failing().events);
    expect(bars.find((bar) => bar.id === 'boot')).toMatchObject({ kind: 'stack', startMs: 20, ms: 11_200, state: 'done' });
    expect(bars.find((bar) => bar.id === 'teardown')).toMatchObject({ startMs: 42_000, ms: 1_700 });
    expect(bars.find((bar) => bar.id === 'load/browse-quotes')).toMatchObject({ startMs: 20_000, ms: 8_600, access: 'load' });
    expect(ms).toBe(47_800);
  });

  it('shows what runs while it runs', () => {
    const { events } = failing();
    const until = events.findIndex((event) => event.type === 'probe-started' && event.probe === 'load/browse-quotes');
    const running = foldRun(events.slice(0, until + 1)).bars.filter((bar) => bar.state === 'running');
    expect(running.map((bar) => bar.id)).toEqual(['load/browse-quotes']);
  });

  it('keeps the stack as it was when it stops', () => {
    const { events } = failing();
    expect(foldRun(events)).toMatchObject({
      phase: 'down',
      bootMs: 11_200,
      stack: { services: expect.arrayContaining([expect.objectContaining({ name: 'neo4j', state: 'ready' })]) as unknown },
    });
  });
});
