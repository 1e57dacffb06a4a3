import { z } from 'zod';

const witness = z.object({ verdict: z.string(), confidence: z.string(), sentence: z.string(), outage: z.string().optional() });
type Witness = z.output<typeof witness>;
const endpoint = z.object({ name: z.string(), verdict: z.string(), leaves: z.number(), traced: z.number(), reason: z.string().optional(), witnesses: z.array(witness) });
const store = z.object({ name: z.string(), restored: z.boolean().optional(), trouble: z.string().optional() });

/** What the figures need of the JSON report that `assay prove --json` prints. */
export const proofReport = z.object({
  durationMs: z.number(),
  endpoints: z.array(endpoint).default([]),
  faults: z.array(z.object({ code: z.string(), what: z.string() })),
  timeline: z.array(z.object({ id: z.string(), kind: z.string(), ms: z.number().optional() })),
  observations: z.array(z.object({ kind: z.string(), body: z.unknown() })),
});
export type ProofReport = z.output<typeof proofReport>;

/** The figures of one application: endpoints, what was proved, what was not and why, and every accusation in its own words. */
export function figuresOf(name: string, report: ProofReport): string {
  const { endpoints } = report;
  const proven = endpoints.filter(({ verdict }) => ['proven', 'cached', 'storeless', 'degraded'].includes(verdict));
  const unproven = Map.groupBy(endpoints.filter(({ verdict }) => verdict === 'unproven'), ({ reason }) => plain(reason ?? 'no reason'));
  const sum = (of: 'leaves' | 'traced'): number => endpoints.reduce((all, each) => all + each[of], 0);
  return [
    `## ${name}`, '',
    `${endpoints.length} endpoints, ${proven.length} proven; ${sum('traced')} of ${sum('leaves')} leaves traced; ${seconds(report.durationMs)} (${timesOf(report)}). ${restoredOf(report)}`, '',
    ...(['certain', 'likely', 'possible'] as const).flatMap((confidence) => accusedOf(endpoints, confidence)),
    ...(unproven.size === 0 ? [] : ['', 'Unproven:', '', ...[...unproven].toSorted((one, other) => other[1].length - one[1].length).map(([reason, all]) => `- ${all.length} × ${reason}`)]),
    ...report.faults.map(({ code, what }) => `\nFault ${code}: ${what}`), '',
  ].join('\n');
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;
const timesOf = ({ timeline }: ProofReport): string => timeline.filter(({ kind }) => kind !== 'check').map(({ id, ms = 0 }) => `${id} ${seconds(ms)}`).join(', ');

/** Failures that are no lies. */
const failures: ReadonlySet<string> = new Set(['hang', 'crash', 'no-recovery', 'leak']);
export const isLie = ({ verdict, confidence }: Witness): boolean => confidence !== 'possible' && !failures.has(verdict);

function accusedOf(endpoints: ProofReport['endpoints'], confidence: 'certain' | 'likely' | 'possible'): readonly string[] {
  const all = endpoints.flatMap(({ witnesses }) => witnesses.filter((each) => each.confidence === confidence));
  const hangs = Map.groupBy(all.filter(({ verdict }) => failures.has(verdict)), ({ verdict, outage }) => `${verdict} with ${outage ?? 'a store out'}`);
  const sentences = [...all.filter(({ verdict }) => !failures.has(verdict)), ...[...hangs].map(([verdict, [first, ...more]]) => ({ verdict, sentence: `${first?.sentence ?? ''} ${more.length} endpoints more.` }))];
  const shown = confidence === 'possible' ? endpoints.flatMap(({ witnesses }) => firstOf(witnesses.filter((each) => each.confidence === confidence))) : sentences;
  return [`- ${confidence}: ${all.length}`, ...shown.map(({ verdict, sentence }) => `  - ${verdict}: ${sentence}`)];
}

/** What is only possible is shown by its first case at each endpoint. */
function firstOf([first, ...more]: readonly Witness[]): readonly Witness[] {
  return first === undefined ? [] : [{ ...first, sentence: more.length === 0 ? first.sentence : `${first.sentence} ${more.length} more like it.` }];
}

/** One reason for many endpoints: their own names, and what they said themselves, are left out. */
const plain = (reason: string): string => reason.replace(/(was refused: \d+).*(; give one)/s, '$1$2').replace(/was empty: nothing.*/, 'was empty').replaceAll(/\{[^}]+\}/g, '{…}').replaceAll(/ below \S+/g, ' below it').replaceAll(/[A-Z]+ \/\S+/g, '…');

function restoredOf({ observations }: ProofReport): string {
  const data = observations.find(({ kind }) => kind === 'proof-data')?.body;
  const parsed = z.object({ stores: z.array(store) }).safeParse(data);
  if (!parsed.success) return 'What came back is not known.';
  return parsed.data.stores.map(({ name, restored, trouble }) => `${name} ${restored === true ? 'came back as it was' : `did not come back: ${trouble ?? 'it was not changed'}`}.`).join(' ');
}

const heading = '# The live proof on applications that nobody here wrote';

/** The written figures with those of the applications that were run now in their place, in the order given. */
export function renewed(written: string, figures: ReadonlyMap<string, string>, order: readonly string[]): string {
  const before = new Map(written.split(/^## /m).slice(1).map((part) => [part.split('\n')[0] ?? '', `## ${part.trimEnd()}\n`]));
  const parts = order.flatMap((name) => figures.get(name) ?? before.get(name) ?? []);
  return [heading, '', 'Written by `npm run public`, which replaces the part of each application that it runs. `refuse` alone as outage.', '', ...parts.map((part) => `${part.trimEnd()}\n`)].join('\n');
}
