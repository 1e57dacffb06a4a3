import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Store, StoreAnswer } from '../../core/ports.ts';
import { storeAnswers, type AskedStore, type StoreAnswers } from '../evidence/stores.ts';

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

async function asked(store: Store, signal: AbortSignal): Promise<AskedStore> {
  const answers: StoreAnswer[] = [];
  try {
    for (let count = 0; count < times; count++) answers.push(await store.ask(signal));
    return { name: store.name, kind: store.kind, answers };
  } catch (error) {
    signal.throwIfAborted();
    return { name: store.name, kind: store.kind, answers, refused: causeText(error) };
  }
}
