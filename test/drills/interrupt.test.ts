import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import type { RunEvent } from '../../core/types.ts';
import { composeCli } from '../../stack/cli.ts';
import { engineVersion } from '../../stack/drivers/compose/engine.ts';
import { findBrowser } from '../../e2e/probes/browser.ts';
import { Drill } from './drill.ts';

const containers = !('error' in await engineVersion()) && (await composeCli()) !== undefined;
const drivers = ['native', ...(containers ? ['compose'] : [])] as const;
const limitMs = 120_000;

interface Phase {
  readonly name: string;
  readonly only: string;
  /** Files of the platform that make the phase long enough. */
  readonly files?: Readonly<Record<string, string>>;
  readonly met: (events: readonly RunEvent[], drill: Drill) => boolean;
}

const started = (access: string) => (events: readonly RunEvent[]): boolean => events.some((each) => each.type === 'probe-started' && each.access === access);
const stack = (phase: string) => (events: readonly RunEvent[]): boolean => events.some((each) => each.type === 'stack-changed' && each.phase === phase);

const phases: readonly Phase[] = [
  { name: 'preparation', only: 'quick-look', files: { 'prepare.txt': '20000' }, met: (_, drill) => drill.has('preparing') },
  { name: 'build', only: 'quick-look', files: { 'web/stamp.txt': `20000 ${process.pid} ${Date.now()}` }, met: stack('booting') },
  { name: 'boot', only: 'quick-look', met: stack('booting') },
  { name: 'seed', only: 'quick-look', files: { 'seed.txt': '20000' }, met: (_, drill) => drill.has('seeding') },
  { name: 'observe', only: 'slow-look', met: (events) => events.some((each) => each.type === 'evidence-attached') },
  { name: 'flow', only: 'slow-walk', met: (events) => events.some((each) => each.type === 'evidence-attached') },
  { name: 'flow’s first moment', only: 'slow-walk', met: started('flow') },
  ...['pause', 'kill', 'hang'].map((kind): Phase => (
    { name: `an outage (${kind})`, only: 'slow-outage', files: { 'outage.txt': kind }, met: (events) => events.some((each) => each.type === 'evidence-attached') })),
  { name: 'load', only: 'slow-push', met: (events) => events.some((each) => each.type === 'progress' && each.done >= 1) },
  { name: 'teardown', only: 'quick-look', met: stack('stopping') },
];

describe.each(drivers)('a %s run is interrupted during', { timeout: limitMs }, (driver) => {
  let drill: Drill;
  beforeAll(() => { drill = new Drill(); });
  afterAll(() => drill.clear());

  const wanted = phases.filter((phase) => (driver === 'native' || !['preparation', 'flow’s first moment'].includes(phase.name)) && (findBrowser() !== undefined || !phase.name.startsWith('flow')));
  describe.each(wanted)('$name', ({ name, only, files = {}, met }) => {
    it.each(name === 'observe' ? ['SIGINT', 'SIGTERM', 'SIGKILL'] as const : ['SIGINT', 'SIGKILL'] as const)('by %s and leaves nothing', async (signal) => {
      for (const [path, text] of Object.entries({ 'prepare.txt': '0', 'seed.txt': '0', 'web/stamp.txt': '0', ...files })) drill.write(path, text);
      drill.forget('preparing', 'seeding', '.assay/runs');
      const { child, ended } = drill.start(['gate', '--driver', driver, '--only', only]);
      // What goes wrong here is not to be found again by the next phase.
      onTestFailed(() => void child.kill('SIGKILL'));
      await expect.poll(() => child.exitCode !== null || met(drill.events(), drill), { timeout: 60_000, interval: 10 }).toBe(true);
      expect(child.exitCode, 'it ended before the phase').toBeNull();
      await drill.remember();
      child.kill(signal);
      const { code, err } = await ended;
      if (signal === 'SIGKILL') await drill.run(['down']);
      else expect([code, err]).toEqual([130, expect.stringMatching(/interrupted/)]);
      expect(await drill.left()).toEqual([]);
      await keptWhatItHad(drill, signal);
    });
  });
});

/** What was written before the interruption is readable, and is no pass. */
async function keptWhatItHad(drill: Drill, signal: string): Promise<void> {
  expect(drill.events()[0]).toMatchObject({ type: 'run-started' });
  if (signal !== 'SIGKILL') expect(drill.events().at(-1)).toMatchObject({ type: 'run-finished', exit: 130 });
  const judged = await drill.run(['judge', 'latest']);
  expect([judged.code, judged.err]).toEqual([signal === 'SIGKILL' ? 3 : 130, '']);
}
