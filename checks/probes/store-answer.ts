import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Store } from '../../core/ports.ts';
import { storeAnswers, type StoreAnswers } from '../evidence/stores.ts';

/** Enough for a median that one slow moment of the machine does not decide. */
const times = 3;

/** Asks every store directly, over connections of its own, with the credentials that the platform is given. */
export default defineProbe<StoreAnswers>({
  id: 'store-answer',
  kind: storeAnswers,
  access: 'observe',
  timeoutMs: 60_000,
  async collect(ports, signal) {
    const stores = await Promise.all(ports.stack.stores.map((store) => asked(store, signal)));
    return { subject: 'stores', body: { stores } };
  },
});

async function asked(store: Store, signal: AbortSignal): Promise<StoreAnswers['stores'][number]> {
  const answers: StoreAnswers['stores'][number]['answers'] = [];
  try {
    for (let count = 0; count < times; count++) answers.push(await store.ask(signal));
    return { name: store.name, kind: store.kind, answers };
  } catch (error) {
    signal.throwIfAborted();
    return { name: store.name, kind: store.kind, answers, refused: causeText(error) };
  }
}
