import { describe, expect, it } from 'vitest';
import { foldRun, type RunView } from '../../core/fold.ts';
import type { Finding } from '../../core/types.ts';
import { failing, hostilePlatform, inconclusive, passing, recordings } from '../../test/goldens/runs.ts';
import { columnsOf, fit, pad, wrap } from './layout.ts';
import { heartbeat, logLines } from './log.ts';
import { Screen, type Terminal } from './screen.ts';
import { summary } from './summary.ts';
import { frame } from './tree.ts';

 
const escapes = /\x1b\[[0-9;?]*[A-Za-z]/g;
const widths = [60, 80, 160];
/** The tree is drawn on terminals that are narrower than a summary. */
const narrow = 40;
const recorded = recordings.map((make) => make());

function lines(text: string): readonly string[] {
  return text.replace(escapes, '').split('\n');
}

describe('the summary', () => {
  it.each(recorded)('fits every width, with and without colour: $name', ({ events }) => {
    for (const columns of widths)
      for (const colour of [true, false]) {
        const text = summary(foldRun(events), { columns, colour, report: '.assay/runs/7f3a/report.html' });
        expect(Math.max(...lines(text).map(columnsOf)), `${columns} columns`).toBeLessThanOrEqual(columns);
        expect(text.includes('\x1b')).toBe(colour);
      }
  });

  it('says the same with colour and without', () => {
    const run = foldRun(failing().events);
    expect(summary(run, { columns: 100, colour: true }).replace(escapes, '')).toBe(summary(run, { columns: 100, colour: false }));
  });

  it('ends with the exit code, the report and the way to repeat it', () => {
    expect(summary(foldRun(failing().events), { columns: 120, colour: false, report: 'r.html' }).trimEnd().split('\n').at(-1)).toBe(
      ' exit 1 · report r.html · assay judge 7f3a repeats this without the stack',
    );
  });

  it('shows ten findings and counts the others', () => {
    const run = foldRun(failing().events);
    const many: RunView = {
      ...run,
      findings: Array.from({ length: 37 }, (_, index): Finding => ({ ...(run.findings[0] as Finding), number: index + 1 })),
    };
    const text = summary(many, { columns: 100, colour: false });
    expect(text.match(/^ {3}critical /gm)).toHaveLength(10);
    expect(text).toContain('and 27 more findings: 27 critical');
  });

  it('prints what is waived with its owner and end, and what fails nothing as a number', () => {
    const text = summary(foldRun(failing().events), { columns: 100, colour: false });
    expect(text).toContain('One relay for all sites until the move in January (m.lindqvist, until 2027-01-31)');
    expect(text).toContain('1 finding known from the baseline · 1 possible finding');
  });

  it('names each fault with its fix when the run is inconclusive', () => {
    const text = summary(foldRun(inconclusive().events), { columns: 100, colour: false });
    expect(text).toMatch(/INCONCLUSIVE {3}quotedesk is not proven ready: Database connections is unproven/);
    expect(text).toMatch(/fault {5}No Chromium was found for the flows +browser-missing/);
    expect(text).toContain('fix       Install Chromium');
  });

  it('lets no control character of the platform through', () => {
     
    expect(summary(foldRun(hostilePlatform().events), { columns: 100, colour: false })).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    );
  });
});

describe('the live tree', () => {
  it.each(recorded)('fits every terminal at every moment: $name', ({ events }) => {
    for (let length = 1; length <= events.length; length++) {
      for (const columns of [narrow, ...widths]) {
        const drawn = frame(foldRun(events.slice(0, length)), {
          columns,
          rows: 24,
          colour: true,
          now: Date.parse(events[length - 1]?.at ?? ''),
        });
        expect(Math.max(...drawn.map((line) => columnsOf(line.replace(escapes, ''))))).toBeLessThan(columns);
        expect(drawn.length).toBeLessThan(24);
      }
    }
  });

  it('shows each running probe with its progress and how long it takes', () => {
    const { events } = failing();
    const at = events.findIndex((event) => event.type === 'progress');
    const text = frame(foldRun(events.slice(0, at + 1)), {
      columns: 100,
      rows: 40,
      colour: false,
      now: Date.parse('2026-11-23T14:20:12.900Z'),
    }).join('\n');
    expect(text).toMatch(/▸ check +█+░+ 3\/5 probes/);
    expect(text).toMatch(/endpoints {2}17\/25 · GET \/api\/search\?q=pump +1\.6 s/);
    expect(text).toMatch(/load +waits until it has the stack alone/);
  });

  it('says what a family that was looked at will say, before the end of the run', () => {
    const { events } = failing();
    const at = events.findIndex((event) => event.type === 'progress');
    const text = frame(foldRun(events.slice(0, at + 1)), { columns: 100, rows: 40, colour: false, now: 0 }).join('\n');
    expect(text).toMatch(/✗ audit +6 checks, 2 findings +2\.1 s\n +✗ .*\n +✗ /);
    expect(text).toContain('2 findings · 6/15 checks');
  });

  it('has a denominator from the first moment of the boot, and says what is waited for', () => {
    const [started] = passing().events;
    const service = (name: string, state: 'starting' | 'ready') => ({ name, state, addresses: {} });
    const boot = (label: string): string => {
      const stream = [
        { ...started, seq: 1 },
        { run: 'r', seq: 2, at: '2026-11-23T14:20:00.000Z', type: 'stack-changed', phase: 'booting', report: { driver: 'compose', because: 'an engine answers', services: [service('postgres', 'ready'), service('api', 'starting'), service('web', 'starting')], stores: [], absent: {} }, ms: 0 },
        { run: 'r', seq: 3, at: '2026-11-23T14:20:00.000Z', type: 'progress', scope: 'boot', done: 1, total: 3, label },
      ] as unknown as Parameters<typeof foldRun>[0];
      return frame(foldRun(stream), { columns: 100, rows: 40, colour: false, now: Date.parse('2026-11-23T14:20:09.000Z') }).join('\n');
    };
    expect(boot('building images')).toMatch(/▸ boot +█{6}░{12} 1\/3 services · building images; waiting for api, web +9\.0 s/);
    expect(boot('')).toMatch(/1\/3 services · waiting for api, web +9\.0 s/);
  });

  it('puts a family with one probe into one line, and says why a driver was chosen only where that fits', () => {
    const { events } = failing();
    const load = events.findIndex((event) => event.type === 'probe-started' && event.access === 'load');
    const stream = [...events.slice(0, load + 1), { run: '7f3a', seq: 0, at: '2026-11-23T14:20:21.000Z', type: 'progress', scope: 'load/browse-quotes', done: 4, total: 8, label: 'load/browse-quotes: 8 clients' }] as Parameters<typeof foldRun>[0];
    const drawn = (columns: number): string => frame(foldRun(stream), { columns, rows: 40, colour: false, now: Date.parse('2026-11-23T14:20:22.000Z') }).join('\n');
    expect(drawn(100)).toMatch(/▸ load +█+░+ 4\/8 · 8 clients +2\.0 s/);
    expect(drawn(100)).toContain('(no container engine answers: assay doctor)');
    expect(drawn(60)).toMatch(/✓ boot +6 of 6 services, native +11\.2 s/);
  });

  it('folds a finished family into one line, with its findings below', () => {
    const text = frame(foldRun(failing().events), { columns: 100, rows: 40, colour: false, now: 0 }).join('\n');
    expect(text).toMatch(/✓ boot +6 of 6 services, native \(no container engine answers: assay doctor\) +11\.2 s/);
    expect(text).toMatch(/✗ check +6 checks, 1 finding +3\.5 s\n +✗ +GET \/api\/metrics answers .*api\/src\/metrics\.ts:41/);
  });
});

/** A terminal that keeps what was written to it. */
function recorder(columns: number): Terminal & { readonly written: string[]; resize: (columns: number) => void } {
  const written: string[] = [];
  let width = columns;
  return {
    written,
    write: (text) => written.push(text),
    columns: () => width,
    rows: () => 40,
    colour: false,
    resize: (to) => {
      width = to;
    },
  };
}

describe('the screen', () => {
  const { events } = passing();
  const now = Date.parse('2026-11-23T14:20:12.000Z');

  function drawn(columns = 80): { readonly terminal: ReturnType<typeof recorder>; readonly screen: Screen } {
    const terminal = recorder(columns);
    const screen = new Screen(terminal);
    for (const event of events.slice(0, 12)) screen.event(event);
    screen.draw(now);
    return { terminal, screen };
  }

  it('draws over what it drew, and nothing when nothing changed', () => {
    const { terminal, screen } = drawn();
    const height = (terminal.written[0]?.match(/\n/g) ?? []).length;
    screen.draw(now);
    expect(terminal.written).toHaveLength(1);
    screen.draw(now + 1_000);
    expect(terminal.written[1]?.startsWith(`\r\x1b[${height}A assay`)).toBe(true);
  });

  it('counts the lines that a narrower terminal has wrapped', () => {
    const { terminal, screen } = drawn(80);
    const before = terminal.written[0]?.replace(escapes, '').split('\n').slice(0, -1) ?? [];
    terminal.resize(40);
    screen.draw(now);
    const up = before.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line.replace('\r', '')) / 40)), 0);
    expect(terminal.written[1]?.startsWith(`\r\x1b[${up}A`)).toBe(true);
    expect(up).toBeGreaterThan(before.length);
    // Each line that was wrapped is erased whole, or the terminal would join it to the next when it is made wider.
    expect(terminal.written[1]?.match(/\x1b\[2K/g)).toHaveLength(up);
    terminal.resize(120);
    screen.draw(now);
    expect(terminal.written[2]).toContain('\x1b[2K');
  });

  it('gives the cursor back when it closes, once, and is silent afterwards', () => {
    const { terminal, screen } = drawn();
    screen.close();
    screen.close();
    screen.draw(now + 5_000);
    expect(terminal.written).toHaveLength(2);
    expect(terminal.written[0]).toContain('\x1b[?25l');
    const height = (terminal.written[0]?.match(/\n/g) ?? []).length;
    expect(terminal.written[1]).toBe(`\r\x1b[${height}A${'\x1b[K\n'.repeat(height)}\r\x1b[${height}A\x1b[?25h`);
  });

  it('writes nothing before the run has begun', () => {
    const terminal = recorder(80);
    const screen = new Screen(terminal);
    screen.draw(now);
    screen.close();
    expect(terminal.written).toEqual([]);
  });
});

describe('the log', () => {
  it.each(recorded)('has one line a final thing, without control characters: $name', ({ events }) => {
    const told = events.flatMap(logLines);
    expect(told.every((line) => /^\d\d:\d\d:\d\dZ {2}/.test(line) && line.length < 340)).toBe(true);
     
    expect(told.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(told.length).toBeGreaterThanOrEqual(events.filter((event) => event.type === 'check-finished').length);
  });

  it('says what a run waits for when nothing becomes final', () => {
    const { events } = failing();
    const at = events.findIndex((event) => event.type === 'progress');
    expect(heartbeat(foldRun(events.slice(0, at + 1)), Date.parse('2026-11-23T14:20:42.000Z'))).toBe(
      '14:20:42Z  …      0:42 · 6 of 15 checks · running: endpoints 30.7 s (17/25, GET /api/search?q=pump), auth 30.7 s',
    );
  });
});

describe('layout', () => {
  it('knows wide and combining characters', () => {
    expect([columnsOf('abc'), columnsOf('漢字'), columnsOf('e\u0301')]).toEqual([3, 4, 1]);
    expect(fit('漢字漢字', 5)).toBe('漢字…');
    expect(columnsOf(pad('漢', 5))).toBe(5);
  });

  it('breaks at spaces, and a long word inside', () => {
    expect(wrap('one two three four', 10)).toEqual(['one two', 'three four']);
    expect(wrap('abcdefghijklmnop', 10)).toEqual(['abcdefghij', 'klmnop']);
  });
});
