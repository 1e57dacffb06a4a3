import type { Kind, Unit } from 'assay';

const glanced: Kind<{ readonly stores: number }> = { name: 'glanced', parse: (raw) => raw as { readonly stores: number } };

/** Looks for a moment, so that the stack comes up and goes away again. */
export default {
  probe: {
    id: 'quick-look', kind: glanced, access: 'observe', timeoutMs: 60_000,
    collect: (ports) => Promise.resolve({ subject: 'quick-look', body: { stores: ports.stack.stores.length } }),
  },
  check: {
    info: { id: 'quick-look', family: 'check', category: 'Database connections', title: 'Looks for a moment' },
    aliases: [], explain: { means: 'It looks.', why: 'To be over soon.', fix: 'Nothing.', examples: [] }, needs: [glanced],
    judge: () => ({ examined: 1, problems: [] }),
  },
} satisfies Unit;
