import { setTimeout as delay } from 'node:timers/promises';
import type { Kind, Unit } from 'assay';

const looked: Kind<{ readonly answered: boolean }> = { name: 'looked', parse: (raw) => raw as { readonly answered: boolean } };

/** Asks the stores, then looks for longer than anybody waits. */
export default {
  probe: {
    id: 'slow-look', kind: looked, access: 'observe', timeoutMs: 60_000,
    collect: async (ports, signal) => {
      await ports.attach('note', 'slow-look', 'text/plain', Buffer.from('seen before the interruption'));
      await Promise.all(ports.stack.stores.map((store) => store.ask(signal)));
      await delay(30_000, undefined, { signal });
      return { subject: 'slow-look', body: { answered: true } };
    },
  },
  check: {
    info: { id: 'slow-look', family: 'check', category: 'Database connections', title: 'Looks for a long time' },
    aliases: [], explain: { means: 'It looks.', why: 'To be interrupted.', fix: 'Wait.', examples: [] }, needs: [looked],
    judge: () => ({ examined: 1, problems: [] }),
  },
} satisfies Unit;
