import type { Explanation, Unit } from '../core/define.ts';
import type { Ports } from '../core/ports.ts';
import type { Category, Problem } from '../core/types.ts';
import type { Journey } from './journey.ts';
import { judgeRecord } from './judge.ts';
import { flowRecord } from './record.ts';
import type { FlowRecord } from './record.ts';
import type { Tolerance } from './tolerance.ts';

export type { Journey } from './journey.ts';
export type { FlowRecord } from './record.ts';

/** A journey of a user through the platform's page. */
export interface Flow {
  /** kebab-case; the file has the same name. */
  readonly id: string;
  readonly title: string;
  readonly category?: Category;
  readonly explain?: Explanation;
  /** The whole journey's limit in milliseconds. */
  readonly timeoutMs: number;
  /** Failures that the journey causes on purpose, each with its reason: a wrong password is answered 401. */
  readonly tolerates?: readonly Tolerance[];
  readonly drive: (journey: Journey, ports: Ports) => Promise<void>;
  /** Problems beyond the usual ones, from the record alone: no I/O, no clock. */
  readonly judge?: (record: FlowRecord) => readonly Problem[];
}

/** Sealing pictures and a trace after the journey's own limit needs time of its own. */
const sealingMs = 30_000;

/** A flow as a unit of assay: a probe that drives the browser, and a check that judges what was seen. */
export function defineFlow(flow: Flow): Unit {
  return {
    probe: {
      id: flow.id,
      kind: flowRecord,
      access: 'flow',
      timeoutMs: flow.timeoutMs + sealingMs,
      without: (platform) => (platform.web ? undefined : 'the platform has no page: web is not configured'),
      collect: async (ports, signal) => {
        // Loaded only when a browser is wanted: judging a run again needs none.
        const { driveFlow } = await import('./probes/drive.ts');
        return { subject: flow.id, body: await driveFlow(flow, ports, signal) };
      },
    },
    check: {
      info: { id: flow.id, family: 'e2e', category: flow.category ?? 'User flows', title: flow.title },
      aliases: [],
      explain: flow.explain ?? usual(flow),
      probe: flow.id,
      needs: [flowRecord],
      judge: (seen) => judgeRecord(seen.all(flowRecord).map((evidence) => evidence.body), flow.judge),
    },
  };
}

function usual(flow: Flow): Explanation {
  return {
    means: `A real browser went this way through the page: ${flow.title}. Something on the way did not work, or the page showed what is not stored.`,
    why: 'A user meets the platform here. A page that shows success while its request failed, or a number that no store holds, is believed.',
    fix: 'Look at the step’s picture and at the requests beside it; the trace (npx playwright show-trace FILE) holds the page at every moment.',
    examples: [],
  };
}
