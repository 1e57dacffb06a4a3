import { performance } from 'node:perf_hooks';
import type { Generated, LoadPlan, Report } from './plan.ts';
import { Tally } from './tally.ts';

/** What a generator's own books say, where it keeps any. */
export type Books = NonNullable<Generated['books']>;
export type Drive = (plan: LoadPlan, seconds: number, tally: Tally) => Promise<Books | void>;

/** Warms up, drives for the planned time, and measures the generator's own thread beside it. */
export async function measured(plan: LoadPlan, say: (report: Report) => void, drive: Drive): Promise<Generated> {
  const names = plan.targets.map((each) => each.name);
  if (plan.warmupSeconds > 0) await drive(plan, plan.warmupSeconds, new Tally(names));
  const tally = new Tally(names);
  const cpu = processorTime();
  const loop = performance.eventLoopUtilization();
  const start = performance.now();
  let second = 0;
  const everySecond = setInterval(() => {
    tally.tick();
    say({ second: ++second });
  }, 1000);
  const books = await drive(plan, plan.durationSeconds, tally);
  clearInterval(everySecond);
  const elapsedSeconds = (performance.now() - start) / 1000;
  tally.end();
  return {
    tallied: tally.read(elapsedSeconds), elapsedSeconds,
    ...(books && { books }),
    cpu: (processorTime() - cpu) / 1e6 / elapsedSeconds,
    busy: performance.eventLoopUtilization(loop).utilization,
  };
}

/** Microseconds; of this thread where Node can tell, else of the whole process, which is never less. */
function processorTime(): number {
  const { user, system } = typeof process.threadCpuUsage === 'function' ? process.threadCpuUsage() : process.cpuUsage();
  return user + system;
}
