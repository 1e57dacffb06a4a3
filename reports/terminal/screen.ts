import { applyEvent, emptyRun, type RunView } from '../../core/fold.ts';
import type { RunEvent } from '../../core/types.ts';
import { columnsOf } from './layout.ts';
import { frame } from './tree.ts';

export interface Terminal {
  readonly write: (text: string) => void;
  readonly columns: () => number;
  readonly rows: () => number;
  readonly colour: boolean;
  /** The run before, for the time that is left. */
  readonly before?: RunView | undefined;
}

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
/** Lines are erased one by one: erasing from the top of the screen makes some terminals keep every frame in their history. */
const eraseRest = '\x1b[K';
const eraseBelow = '\x1b[J';
/** The whole line: a terminal that was made narrower takes a line for wrapped until it is erased, and joins it to the next one when it is made wider again. */
const eraseLine = '\x1b[2K';
 
const colours = /\x1b\[\d+m/g;

/**
 * Draws the live tree in place on a terminal. Feed it events, call `draw` about eight times a second and after a resize,
 * and `close` on every path, Ctrl-C included: it takes the tree away and gives the cursor back. After that it is silent.
 */
export class Screen {
  readonly #terminal: Terminal;
  #run: RunView = emptyRun;
  #drawn: readonly string[] = [];
  #width = 0;
  #state: 'new' | 'open' | 'closed' = 'new';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get run(): RunView {
    return this.#run;
  }

  event(event: RunEvent): void {
    this.#run = applyEvent(this.#run, event);
  }

  /** `now` is milliseconds since the epoch. */
  draw(now: number): void {
    if (this.#state === 'closed' || this.#run.header.run === '') return;
    const { columns, rows, write, colour, before } = this.#terminal;
    const width = columns();
    const lines = frame(this.#run, { columns: width, rows: rows(), colour, now, before });
    const resized = this.#state === 'open' && width !== this.#width;
    const same = this.#state === 'open' && !resized && lines.length === this.#drawn.length && lines.every((line, index) => line === this.#drawn[index]);
    if (same) return;
    const height = this.#height();
    write(
      [
        this.#state === 'new' ? hideCursor : '',
        up(height),
        resized ? eraseEach(height) : '',
        ...lines.map((line) => `${line}${eraseRest}\n`),
        resized || height > lines.length ? eraseBelow : '',
      ].join(''),
    );
    this.#drawn = lines;
    this.#width = width;
    this.#state = 'open';
  }

  close(): void {
    const height = this.#height();
    if (this.#state === 'open') this.#terminal.write(`${up(height)}${`${eraseRest}\n`.repeat(height)}${up(height)}${showCursor}`);
    this.#state = 'closed';
  }

  /** Rows that the tree takes. A terminal made narrower has wrapped what was drawn, so its lines are counted at today's width. */
  #height(): number {
    const columns = Math.max(1, this.#terminal.columns());
    const drawn = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line.replace(colours, '')) / columns)), 0);
    return Math.min(drawn, Math.max(0, this.#terminal.rows() - 1));
  }
}

/** Erases so many lines from here down, and comes back. */
function eraseEach(rows: number): string {
  return `${`${eraseLine}\n`.repeat(rows)}${up(rows)}`;
}

function up(rows: number): string {
  return rows === 0 ? '\r' : `\r\x1b[${rows}A`;
}
