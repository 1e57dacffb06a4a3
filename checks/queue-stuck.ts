import { defineCheck } from '../core/define.ts';
import type { QueueSurface } from '../core/ports.ts';
import type { Judgement, Problem, Severity } from '../core/types.ts';
import { queueStates, type QueueState } from './evidence/queue.ts';

export default defineCheck({
  info: { id: 'queue-stuck', family: 'check', category: 'Error handling', title: 'Jobs are taken from the queue in time, and none was given up unseen' },
  aliases: [],
  explain: {
    means: 'The oldest job waits longer than it may, more jobs wait than may, jobs were given up (dead letters), the queue is paused, or nobody works on it.',
    why: 'Work was accepted, and users were told so; nothing happens with it, and no error shows.',
    fix: 'See whether the worker runs and what it logs; mend the cause of the given-up jobs and let them run again; watch the age of the oldest job.',
    examples: [{ wrong: 'rfq: 41 waiting, oldest 3,600 s, no worker', right: 'rfq: 0 waiting, 1 worker' }],
  },
  needs: [queueStates],
  judge(seen, { platform }): Judgement {
    const states = seen.all(queueStates).flatMap((evidence) => evidence.body.queues);
    const readable = states.filter((state) => state.broke === undefined);
    const made = readable.filter((state) => state.exists);
    const limits = (state: QueueState): QueueSurface | undefined => platform.queues?.find((queue) => queue.name === state.name && queue.store === state.store);
    return {
      examined: made.length, unit: made.length === 1 ? 'queue' : 'queues',
      problems: made.flatMap((state) => judged(state, limits(state))),
      note: made.map((state) => `${state.name}: ${state.waiting} waiting, ${state.active} active, ${state.failed} given up${state.workers === undefined ? '' : `, ${state.workers} ${state.workers === 1 ? 'worker' : 'workers'}`}`).join('; '),
      unproven: [
        ...states.flatMap((state) => (state.broke === undefined ? [] : [`${state.name}: ${state.broke}`])),
        ...readable.filter((state) => !state.exists).map((state) => `${state.name}: ${state.store} holds no queue of that name (queues[].name, queues[].prefix)`),
      ],
    };
  },
});

function judged(state: QueueState, limits: QueueSurface | undefined): readonly Problem[] {
  if (!limits) return [];
  const { oldestSeconds = 0, waiting, failed, paused, workers } = state;
  return [
    ...(oldestSeconds > limits.oldestSeconds ? [problem(state, 'old', 'high', `A job of the queue ${state.name} has waited for ${Math.round(oldestSeconds)} s.`, `no job older than ${limits.oldestSeconds} s`,
      `${Math.round(oldestSeconds)} s; ${waiting} waiting, ${state.active} active`, 'See whether the worker runs, what it logs, and whether it is quick enough for what comes in.')] : []),
    ...(waiting > limits.depth ? [problem(state, 'deep', 'medium', `${waiting} jobs wait in the queue ${state.name}.`, `at most ${limits.depth}`, String(waiting), 'Add workers, or make the work shorter; refuse new work before the queue is hopeless.')] : []),
    ...(failed > limits.deadLetters ? [problem(state, 'dead', 'medium', `${failed} jobs of the queue ${state.name} were given up.`, `at most ${limits.deadLetters}`, `${failed} dead letters`,
      'Read why they failed, mend that, and let them run again; or, if they are meant to be there, raise queues[].deadLetters.')] : []),
    ...(paused ? [problem(state, 'paused', 'medium', `The queue ${state.name} is paused.`, 'a queue that is worked on', 'paused', 'Resume it; nothing is worked on until then.')] : []),
    ...(workers === 0 ? [problem(state, 'unattended', 'high', `Nobody works on the queue ${state.name}.`, 'at least one worker', 'no worker is connected', 'Start the worker, and see that it listens to this queue’s name and prefix.', 'likely')] : []),
  ];
}

function problem(state: QueueState, key: string, severity: Severity, what: string, expected: string, found: string, fix: string, confidence: Problem['confidence'] = 'certain'): Problem {
  return { key: `${state.store}/${state.name}:${key}`, subject: state.name, severity, confidence, what, why: 'The work was accepted; whoever gave it waits for something that does not come.', fix, expected, found };
}
