import type { RunEvent } from '../core/types.ts';
import { applyEvent, emptyRun, type RunView } from '../core/fold.ts';
import type { Consumer } from '../engine/bus.ts';
import { heartbeat, heartbeatMs, logLines } from '../reports/terminal/log.ts';
import { Screen } from '../reports/terminal/screen.ts';

const FRAME_MS = 120;
const FALLBACK_COLUMNS = 100;

/** The report that a person sees while the run goes on: a tree on a terminal, lines in a log, nothing when quiet. It writes to stderr; results go to stdout. */
export interface Live extends Consumer {
  readonly close: () => void;
}

/** `before` is the run before this one; the tree tells from it what time is left. It is read only when the tree is shown. */
export function liveReport(style: 'tree' | 'log' | 'quiet', colour: boolean, before: () => RunView | undefined): Live {
  if (style === 'quiet') return { name: 'quiet', accept: () => undefined, close: () => undefined };
  return style === 'tree' ? tree(colour, before()) : log();
}

export function columns(): number {
  return process.stdout.columns || process.stderr.columns || FALLBACK_COLUMNS;
}

function tree(colour: boolean, before: RunView | undefined): Live {
  const screen = new Screen({
    write: (text) => process.stderr.write(text),
    columns: () => process.stderr.columns || FALLBACK_COLUMNS,
    rows: () => process.stderr.rows || 24,
    colour,
    before,
  });
  const timer = setInterval(() => screen.draw(Date.now()), FRAME_MS);
  const redraw = (): void => screen.draw(Date.now());
  process.stderr.on('resize', redraw);
  return {
    name: 'terminal',
    accept: (event) => screen.event(event),
    close() {
      clearInterval(timer);
      process.stderr.off('resize', redraw);
      screen.close();
    },
  };
}

function log(): Live {
  let view: RunView = emptyRun;
  let said = Date.now();
  const say = (lines: readonly string[]): void => {
    for (const line of lines) process.stderr.write(`${line}\n`);
    if (lines.length > 0) said = Date.now();
  };
  const timer = setInterval(() => {
    if (Date.now() - said >= heartbeatMs) say([heartbeat(view, Date.now())]);
  }, 1_000);
  return {
    name: 'log',
    accept(event: RunEvent) {
      view = applyEvent(view, event);
      say(logLines(event));
    },
    close: () => clearInterval(timer),
  };
}
