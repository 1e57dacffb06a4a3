import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kind, Unit } from 'assay';

const suffered: Kind<{ readonly seen: string }> = { name: 'suffered', parse: (raw) => raw as { readonly seen: string } };

/** Takes a store out behind its tap, and holds that for longer than anybody waits. What it does to it stands in the platform's `outage.txt`. */
export default {
  probe: {
    id: 'slow-outage', kind: suffered, access: 'outage', timeoutMs: 60_000, taps: true,
    collect: async (ports, signal) => {
      const kind = readFileSync(`${ports.platform.root}/outage.txt`, 'utf8').trim();
      const [tap] = ports.stack.taps ?? [];
      if (!tap || !ports.stack.control) throw new Error('this stack has no taps');
      await tap.take(signal);
      const { seen } = kind === 'hang' ? await tap.inflict({ kind }, signal) : await ports.stack.control.inflict(tap.store, { kind: kind as 'pause' }, signal);
      await ports.attach('note', 'slow-outage', 'text/plain', Buffer.from(seen));
      await delay(30_000, undefined, { signal });
      return { subject: 'slow-outage', body: { seen } };
    },
  },
  check: {
    info: { id: 'slow-outage', family: 'check', category: 'Disaster recovery', title: 'Holds an outage for a long time' },
    aliases: [], explain: { means: 'It breaks a store.', why: 'To be interrupted.', fix: 'Wait.', examples: [] }, needs: [suffered],
    judge: () => ({ examined: 1, problems: [] }),
  },
} satisfies Unit;
