import type { RunView } from '../../core/fold.ts';

/** How far the stack is while it boots. */
export interface Booting {
  readonly ready: number;
  readonly total: number;
  /** What is done beside starting services, such as building images, and the services that are waited for. */
  readonly doing: string;
}

/** Undefined before anything is known of the stack. */
export function bootingOf({ stack, progress }: RunView): Booting | undefined {
  if (!stack) return undefined;
  const waiting = stack.services.filter(({ state }) => state === 'starting').map(({ name }) => name);
  const step = progress['boot']?.label ?? '';
  return {
    ready: stack.services.filter(({ state }) => state === 'ready' || state === 'done').length,
    total: stack.services.length,
    doing: [step, waiting.length > 0 ? `waiting for ${waiting.join(', ')}` : ''].filter((text) => text !== '').join('; '),
  };
}
