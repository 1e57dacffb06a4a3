import type { StoreAddress } from '../stack/driver.ts';
import { openStore } from '../stack/stores/open.ts';

/** Keeps a store's data and changes them without an end, until it is killed. Says each step before it takes it. */
const [address = '', folder = ''] = process.argv.slice(2);
const { world } = openStore(JSON.parse(address) as StoreAddress, true, folder);
if (!world) throw new Error('a store of ours has a world');
const signal = AbortSignal.timeout(60_000);
await world.snapshot(signal);
for (;;) {
  console.log('shake');
  await world.shake({ parts: ['numbers', 'dates', 'text', 'choices', 'rows'], nonce: 'qz7', keep: [] }, signal);
  console.log('empty');
  await world.empty([], signal);
  console.log('restore');
  await world.restore(signal);
}
